# flags: --at x=list[float],y=float
def f(x, y):
    s = y
    for v in x:
        s = s * v
    return s


# memory
# f_value_and_grad keeps for its backward part, beside its arguments:
#
# ss: len(x) * 32 bytes
#     made by    line 5: s = s * v
#     needed by  line 5: s = s * v
