"""The shop's functions, deployed as one package: a customer's code, which knows no Casebook."""
