"""Reading from a socket, which gives what it has and not what was asked for."""

import socket


def receive_up_to(line: socket.socket, size: int) -> bytes:
    """So many bytes, or fewer where the other side hung up before."""
    came = b""
    while len(came) < size and (piece := line.recv(size - len(came))):
        came += piece
    return came
