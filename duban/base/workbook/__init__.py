"""What every room that reads workbooks needs to know of them. Plain Python."""
