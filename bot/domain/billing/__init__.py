"""The rules of the bill: who is a seat, what a seat costs, and the fold that makes documents of facts."""
