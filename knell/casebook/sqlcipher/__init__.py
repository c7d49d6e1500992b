"""Django's SQLite backend over SQLCipher: every page of the file encrypted (AES-256) and authenticated, its journals too."""
