"""``python -m knell`` is the same as ``knell``."""

from knell.cli.main import entry

if __name__ == "__main__":
    entry()
