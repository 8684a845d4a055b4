"""What there is to read: files, folders, tables, object stores; and the drawings in a stream."""
