# flags: --at x=matrix
def f(x):
    return x


# error
# CG901 --at: `matrix` is neither a value nor a type
# Write `x=3.0`, `n=10`, `flag=True`, `x=float`, `u=f64[n]`, `W=f32[d, k]`, `u=f64[...]` (any rank), `s=np.f64`, `params={W1: f64[d, k], b1: f64[k]}`, `layers=[{W: f64[d, d]}]`, `A=csr_array[f64, n, m]` (or csc, coo; or _matrix), `xs=list[float]` or `pair=(float, f64[n])`.
