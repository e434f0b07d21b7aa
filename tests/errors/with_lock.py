# flags: --at x=float
import threading

lock = threading.Lock()


def f(x):
    with lock:
        return x * x


# error
# tests/errors/with_lock.py:8:10: CG010 the global 'lock' is not a literal number, text or tuple of them
#     7 | def f(x):
#     8 |     with lock:
#       |          ^
# Pass it as a parameter: the file is read here, never run.
