"""A cell: a child process in which hostile bytes are opened, without network, with bounded memory and time, and with nothing to steal."""
