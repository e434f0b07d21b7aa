# flags: --at W=f64[n,p],X=f64[p,m]
# arguments: random.normal(size=(2, 3)), random.normal(size=(3, 4))
def layer(W, X):
    D = W.dot(X)
    return D
