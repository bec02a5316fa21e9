"""A responsibility list as a workbook: what its columns mean, how it is read, how it is written."""
