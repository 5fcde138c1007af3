"""The read side: persistent records from which installers are answered."""
