"""Certification authorities for tests, made by ``openssl`` on the spot: nothing of it is worth anything elsewhere.

The owner of the usual certificate is the head of ООО «Демострой-Север», who is invented like everybody here.
"""

import os
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import cms, parser

from lk_addon.signatures.containers import children_of
from lk_addon.signatures.engine import OPENSSL_CONF

KEYS = {
    "gost": ["-algorithm", "gost2012_256", "-pkeyopt", "paramset:A"],
    "rsa": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
    "ecdsa": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
}
DIGESTS = {"gost": "md_gost12_256", "rsa": "sha256", "ecdsa": "sha256"}
HEAD = {
    "CN": "ООО «Демострой-Север»",
    "SN": "Образцов",
    "GN": "Олег Олегович",
    "title": "Генеральный директор",
    "O": "ООО «Демострой-Север»",
    "INN": "009900000118",
    "innle": "0099000014",
    "OGRN": "0090000000014",
}
CONFIG = """
openssl_conf = init
oid_section = oids
[init]
engines = engines
[engines]
gost = gost
[gost]
engine_id = gost
default_algorithms = ALL
[oids]
innle = 1.2.643.100.4
[ca]
default_ca = authority
[authority]
database = {folder}/index.txt
serial = {folder}/serial
crlnumber = {folder}/crlnumber
new_certs_dir = {folder}
certificate = {folder}/ca.pem
private_key = {folder}/ca.key
default_md = {digest}
default_days = 3650
default_crl_days = 30
policy = anything
unique_subject = no
crl_extensions = crl
copy_extensions = none
email_in_dn = no
[anything]
commonName = optional
[req]
distinguished_name = nothing
[nothing]
[crl]
authorityKeyIdentifier = keyid:always
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[intermediate]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
[person]
basicConstraints = CA:false
keyUsage = critical,digitalSignature,nonRepudiation
certificatePolicies = 1.2.643.100.113.1
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
[encipherment]
basicConstraints = CA:false
keyUsage = critical,keyEncipherment
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
[stamp]
basicConstraints = CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
[tsa]
default_tsa = stamping
[stamping]
serial = {folder}/tsaserial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""


def openssl(*arguments, config=OPENSSL_CONF, given=None):
    """Run it with the engine and return what it wrote; a failure fails the test with its words."""
    done = subprocess.run(
        ["openssl", *map(str, arguments)],
        input=given,
        capture_output=True,
        check=False,
        env={"OPENSSL_CONF": str(config), "PATH": os.environ["PATH"]},
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@dataclass(frozen=True)
class Person:
    """A certificate with its key."""

    certificate: Path
    key: Path
    chain: Path

    @property
    def pem(self):
        """The certificate as text."""
        return self.certificate.read_text()


class Authority:
    """A certification authority in a folder of its own: a root, or one below ``parent``."""

    def __init__(self, folder, algorithm, *, name="Демонстрационный УЦ", parent=None):
        self.folder, self.algorithm, self.parent = folder, algorithm, parent
        folder.mkdir(parents=True)
        self.config = folder / "openssl.cnf"
        self.config.write_text(CONFIG.format(folder=folder, digest=DIGESTS[algorithm]))
        (folder / "index.txt").touch()
        for counter, first in (("serial", "1001"), ("crlnumber", "01"), ("tsaserial", "01")):
            (folder / counter).write_text(first + "\n")
        subject = {"CN": name, "O": "Демонстрационный удостоверяющий центр"}
        if parent:
            made = parent.issue(subject, extensions="intermediate", days=(-3650, 3650))
            self.certificate, self.key = made.certificate, made.key
        else:
            self.certificate, self.key = folder / "ca.pem", folder / "ca.key"
            request = self._request(self.key, subject)
            window = self._window((-3650, 3650))
            self._run("ca", "-selfsign", "-in", request, "-out", self.certificate, "-extensions", "root", *window)
        (folder / "ca.pem").write_bytes(self.certificate.read_bytes())
        (folder / "ca.key").write_bytes(self.key.read_bytes())

    def _run(self, command, *arguments):
        usual = ["-batch", "-notext", "-utf8", "-preserveDN", "-keyfile", self.key] if command == "ca" else []
        return openssl(command, "-config", self.config, *usual, *arguments, config=self.config)

    def _request(self, key, subject):
        openssl("genpkey", *KEYS[self.algorithm], "-out", key)
        line = "".join(f"/{name}={value}" for name, value in subject.items())
        request = key.with_suffix(".csr")
        self._run("req", "-new", "-utf8", "-key", key, "-subj", line, "-out", request)
        return request

    @staticmethod
    def _window(days):
        start, end = (datetime.now(UTC) + timedelta(days=number) for number in days)
        return ["-startdate", f"{start:%Y%m%d%H%M%SZ}", "-enddate", f"{end:%Y%m%d%H%M%SZ}"]

    def issue(self, subject=HEAD, *, extensions="person", days=(-365, 365)):
        """Return a :class:`Person` with a certificate in force on these days, counted from now."""
        number = (self.folder / "serial").read_text().strip()
        key, certificate = self.folder / f"{number}.key", self.folder / f"{number}-issued.pem"
        request = self._request(key, subject)
        self._run("ca", "-in", request, "-out", certificate, "-extensions", extensions, *self._window(days))
        return Person(certificate, key, self.certificate)

    def crl(self, revoked=None):
        """Return a list of revoked certificates as PEM; ``revoked``: Person → moment."""
        lines = []
        for person, moment in (revoked or {}).items():
            serial = openssl("x509", "-in", person.certificate, "-noout", "-serial").decode().strip().partition("=")[2]
            lines.append(f"R\t401231235959Z\t{moment:%y%m%d%H%M%SZ}\t{serial}\tunknown\t/CN=revoked\n")
        index = self.folder / "index.txt"
        kept = index.read_text()
        index.write_text("".join(lines))
        made = self._run("ca", "-gencrl")
        index.write_text(kept)
        return made

    def stamp(self, person, data):
        """Return a time-stamp token upon ``data`` by the certificate of ``person``, now."""
        query, message = self.folder / "query.tsq", self.folder / "stamped"
        message.write_bytes(data)
        openssl("ts", "-query", "-data", message, "-sha256", "-cert", "-out", query, config=self.config)
        return self._run(
            *("ts", "-reply", "-queryfile", query, "-signer", person.certificate, "-inkey", person.key),
            *("-section", "stamping", "-token_out"),
        )


class Pki:
    """A root, an authority below it, and a folder for what is signed; all of one algorithm."""

    def __init__(self, folder, algorithm):
        self.folder, self.algorithm = folder, algorithm
        self.root = Authority(folder / "root", algorithm, name="Демонстрационный головной УЦ")
        self.issuer = Authority(folder / "issuer", algorithm, parent=self.root)
        self.head = self.issuer.issue()

    def sign(self, content, *people, form="DER", attached=False, plain=False, attributes=True, chain=True):
        """Return the signature of ``people`` (the head, where nobody is named) upon ``content``.

        ``plain`` leaves the reference to the certificate out (no CAdES), ``attributes=False`` all signed attributes.
        """
        path = self.folder / "content"
        path.write_bytes(content)
        return self.sign_file(
            path, *people, form=form, attached=attached, plain=plain, attributes=attributes, chain=chain
        )

    def sign_file(self, path, *people, form="DER", attached=False, plain=False, attributes=True, chain=True):
        """Return the signature upon the bytes of a file, however large, as :meth:`sign` does."""
        arguments = ["cms", "-sign", "-binary", "-in", path, "-outform", form, "-md", DIGESTS[self.algorithm]]
        for person in people or [self.head]:
            arguments += ["-signer", person.certificate, "-inkey", person.key]
        arguments += ["-certfile", self.issuer.certificate] if chain else []
        arguments += ["-nodetach"] if attached else []
        arguments += [] if plain else ["-cades"]
        arguments += [] if attributes else ["-noattr"]
        return openssl(*arguments)

    def stamped(self, signature, authority):
        """Return the signature (DER, of one person) with a time stamp of ``authority`` added: CAdES-T."""
        signer = cms.ContentInfo.load(signature)["content"]["signer_infos"][0]
        token = self.issuer.stamp(authority, signer["signature"].native)
        kind = cms.CMSAttributeType("signature_time_stamp_token").dump()
        attribute = parser.emit(0, 1, 16, kind + parser.emit(0, 1, 17, token))
        oid, content = children_of(signature)
        (body,) = children_of(content)
        *before, signers = children_of(body)
        (one,) = children_of(signers)
        stamped = parser.emit(0, 1, 16, b"".join(children_of(one)) + parser.emit(2, 1, 1, attribute))
        whole = parser.emit(0, 1, 16, b"".join(before) + parser.emit(0, 1, 17, stamped))
        return parser.emit(0, 1, 16, oid + parser.emit(2, 1, 0, whole))
