"""Reads files of records as chunks of columns, in constant memory."""
