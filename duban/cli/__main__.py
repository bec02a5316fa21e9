"""``python -m duban.cli``: the same as ``duban``."""

from duban.cli import main

main()
