"""Platform needs: the capabilities that each data product needs, and their maturity."""
