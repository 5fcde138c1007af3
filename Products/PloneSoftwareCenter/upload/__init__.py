"""The write side: what a register or an upload does to content and index."""
