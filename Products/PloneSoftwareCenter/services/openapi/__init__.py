"""``@openapi``: the description of all this for programs (OpenAPI 3.1)."""
