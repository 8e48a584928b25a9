"""A host stands for something that is no address.

What it does:
    Reports values of `hosts` that are neither an IP address nor a CIDR: names, ranges, lists of addresses.

Why:
    A host is another name for one address or one network. Names of machines are not looked up; several
    networks make an IP set.

Example:
    bad:
    ```hujson
    {"hosts": {"db": "db.example.com"}}
    ```
    good:
    ```hujson
    {"hosts": {"db": "192.0.2.7"}}
    ```

Fix:
    None: write the address.

References:
    - https://tailscale.com/kb/1337/policy-syntax#hosts
"""
