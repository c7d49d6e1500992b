"""Languages that are read by one frame: words from a folder of terms, and a small description of their order (``language``)."""
