def solved_by(factors, a, b, trans="N"):
    """The solution of a @ x = b by the factors of a, or with trans="T" that of a.T @ x = b."""
    return factors.solve(b, trans)
