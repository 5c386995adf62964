"""Object identifiers of algorithms (RFC 9215, RFC 5754) and which of them may sign."""

LEGACY = "1.2.643.2.2."  # ГОСТ Р 34.10-2001 and 34.11-94: not for new signatures
STREEBOG = {"1.2.643.7.1.1.2.2": "md_gost12_256", "1.2.643.7.1.1.2.3": "md_gost12_512"}
SHA2 = {
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
DIGESTS = STREEBOG | SHA2  # by OpenSSL's names
FAMILIES = {
    "gost2012": ("1.2.643.7.1.1.1.", "1.2.643.7.1.1.3."),
    "rsa": ("1.2.840.113549.1.1.",),
    "ecdsa": ("1.2.840.10045.",),
}


def family_of(signature_algorithm, digest_algorithm):
    """Return «gost2012», «rsa» or «ecdsa»; None for others, old ones, and with a digest that does not belong."""
    for family, beginnings in FAMILIES.items():
        digests = STREEBOG if family == "gost2012" else SHA2
        if signature_algorithm.startswith(beginnings):
            return family if digest_algorithm in digests else None
    return None
