# flags: --function Model.loss
class Model:
    def loss(self, x):
        return self.w * x


# error
# tests/errors/method_of_class.py:4:16: CG012 the attribute `w` is not read from here
#     3 |     def loss(self, x):
#     4 |         return self.w * x
#       |                ^
# Pass what it holds as a parameter, in a dict or tuple.
