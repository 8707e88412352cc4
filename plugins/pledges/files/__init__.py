"""Text of the record to domain objects and back. Problems carry path, line and field."""
