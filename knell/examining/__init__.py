"""An exhibit's bytes into what they are found to be. All of it runs inside a cell (``knell.confining``) and nowhere else."""
