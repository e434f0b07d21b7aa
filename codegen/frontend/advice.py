"""What to write instead, by the code of a refusal, where the place itself knows nothing better."""

from __future__ import annotations

_ADVICE = {
    "CG012": "Use a number, an array, or a list of them.",
    "CG013": "Check the shapes and types: Python may raise here, too.",
    "CG014": "Write it in simpler steps.",
    "CG015": "Write the arguments out.",
    "CG016": "Compare numbers.",
    "CG017": "Pass what is read here as a parameter of its own.",
    "CG021": "Use literal bounds, or a loop over range(...) that picks the items.",
    "CG022": "Use a list of numbers or an array.",
    "CG023": "Python raises here: mind the number of items.",
    "CG030": "Write to a copy of it: `y = y.copy()`.",
    "CG031": "Build a new list or array, or change a copy.",
    "CG041": "Write it with functions of NumPy or math.",
    "CG042": "Use another form of the call, or write it with other functions of NumPy.",
    "CG043": "Write it with operators and functions of NumPy.",
    "CG044": "Write the recursion as a loop.",
    "CG045": "Call it with the arguments that its `def` asks for.",
    "CG046": "Write the recursion as a loop, or let every call have arguments of the same types.",
    "CG053": "Give the step as a literal, or index in a loop over that range.",
    "CG054": "Write the loop over range(...), or its rounds one after the other.",
    "CG060": "Write it with assignments, branches and loops.",
}

INSTEAD = {  # of an expression that is not read
    "yield": "Collect the values in a list and return it.",
    "await": "Write a plain function.",
    "set": "Use a list or a tuple.",
    "set comp": "Use a list comprehension.",
}


def advice_for(code: str, message: str, advice: str) -> tuple[str, str]:
    """Message and advice; a message may carry the advice itself, after a colon."""
    if not advice:
        message, _, advice = message.partition(": ")
        advice = advice[:1].upper() + advice[1:]
    advice = advice or _ADVICE.get(code, "Write it another way.")
    return message, advice if advice.endswith((".", "`", ")")) else f"{advice}."
