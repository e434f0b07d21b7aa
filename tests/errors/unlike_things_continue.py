# flags: --at x=float
def f(x):
    s = x
    for item in (1.0, "a"):
        if x > 0:
            continue
        if x < -1:
            break
        s = s * 2
    return s


# error
# tests/errors/unlike_things_continue.py:4:5: CG054 `continue` and another exit in a loop over unlike things
#     3 |     s = x
#     4 |     for item in (1.0, "a"):
#       |     ^
# Write the loop over range(...), or its rounds one after the other.
