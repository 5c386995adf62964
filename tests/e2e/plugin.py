"""A stub of the CryptoPro plug-in in the browser: the vendor's objects and names, with OpenSSL for a provider.

It is what the extension would put into the page. Whatever is said of the plug-in's own behaviour here is from its
documentation: asynchronous properties, ``propset_``, errors that end in a code of Windows.
"""

import base64
import json

from asn1crypto import x509

from tests.factories.pki import openssl

EXTENSION = """
(() => {
  const { extension, plugin, version, csp, certificates, fault } = window.stubSays;
  const fails = (words) => Promise.reject({ type: "error", message: words });
  const soon = (value) => Promise.resolve(value);
  const later = (object, name, read) => Object.defineProperty(object, name, { get: () => soon(read()) });

  function withProperties(values) {
    const object = {};
    for (const [name, value] of Object.entries(values)) later(object, name, () => value);
    return object;
  }

  function certificate(one) {
    const object = withProperties({
      SubjectName: one.subject, Thumbprint: one.thumbprint, ValidFromDate: one.from, ValidToDate: one.to,
    });
    object.HasPrivateKey = () => soon(one.hasKey);
    object.PublicKey = () => soon(withProperties({ Algorithm: withProperties({ Value: one.algorithm }) }));
    return object;
  }

  function versionOf(text) {
    const [MajorVersion, MinorVersion, BuildVersion] = text.split(".").map(Number);
    return withProperties({ MajorVersion, MinorVersion, BuildVersion });
  }

  const made = {
    "CAdESCOM.About": () => ({
      get PluginVersion() { return soon(versionOf(version)); },
      CSPVersion: (name, type) =>
        csp && type === 80 ? soon(versionOf(csp)) : fails("Keyset not defined (0x80090019)"),
    }),
    "CAdESCOM.Store": () => ({
      Open: (location, name) => (location === 2 && name === "My" ? soon() : fails("(0x80070057)")),
      Close: () => soon(),
      get Certificates() {
        const rows = certificates.map(certificate);
        return soon({ get Count() { return soon(rows.length); }, Item: (place) => soon(rows[place - 1]) });
      },
    }),
    "CAdESCOM.HashedData": () => {
      const hash = { pieces: 0 };
      hash.propset_Algorithm = (value) => soon((hash.algorithm = value));
      hash.propset_DataEncoding = (value) => soon((hash.encoding = value));
      hash.Hash = (piece) => (hash.pieces += 1, window.stubHash(piece, hash.pieces === 1));
      return hash;
    },
    "CAdESCOM.CPSigner": () => {
      const signer = {};
      signer.propset_Certificate = async (value) => { signer.thumbprint = await value.Thumbprint; };
      signer.propset_Options = () => soon();
      return signer;
    },
    "CAdESCOM.CadesSignedData": () => ({
      SignHash: (hash, signer, type) => {
        if (fault) return fails(`Отказ. (${fault})`);
        if (type !== 1 || hash.encoding !== 1) return fails("(0x80070057)");
        return window.stubSign(signer.thumbprint, hash.algorithm);
      },
    }),
  };

  addEventListener("message", ({ data }) => {
    if (data !== "cadesplugin_echo_request" || !extension) return;
    window.cpcsp_chrome_nmcades = {
      CreatePluginObject: () =>
        plugin ? soon({ CreateObjectAsync: (name) => soon(made[name]()) }) : fails("Native host is missing"),
    };
    postMessage("cadesplugin_loaded", location.origin);
  });
})();
"""
DIGESTS = {101: "1.2.643.7.1.1.2.2", 102: "1.2.643.7.1.1.2.3"}


def described(person, **options):
    """What the plug-in tells of a certificate, its subject written as Windows writes it."""
    loaded = x509.Certificate.load(openssl("x509", "-in", person.certificate, "-outform", "DER"))
    window = loaded["tbs_certificate"]["validity"]
    names = {
        "common_name": "CN",
        "surname": "SN",
        "given_name": "G",
        "organization_name": "O",
        "1.2.643.3.131.1.1": "ИНН",
        "1.2.643.100.4": "ИНН ЮЛ",
        "1.2.643.100.1": "ОГРН",
    }
    subject = ", ".join(f'{names[key]}="{value}"' for key, value in loaded.subject.native.items() if key in names)
    return {
        "subject": subject,
        "thumbprint": loaded.sha1.hex().upper(),
        "from": window["not_before"].native.isoformat(),
        "to": window["not_after"].native.isoformat(),
        "algorithm": loaded["tbs_certificate"]["subject_public_key_info"]["algorithm"]["algorithm"].dotted,
        "hasKey": True,
    } | options


MANIFEST = {
    "manifest_version": 3,
    "name": "Stub of the extension",
    "version": "1.0",
    "content_scripts": [{"matches": ["http://*/*"], "js": ["content.js"]}],
    "web_accessible_resources": [{"resources": ["nmcades_plugin_api.js"], "matches": ["http://*/*"]}],
}
CONTENT = """
addEventListener("message", ({ data }) => {
  if (data !== "cadesplugin_echo_request") return;
  postMessage(`cadesplugin_loadedurl:${chrome.runtime.getURL("nmcades_plugin_api.js")}`, location.origin);
});
"""
API = """
window.cpcsp_chrome_nmcades = { CreatePluginObject: () => Promise.reject({ message: "Native host is missing" }) };
"""


def make_extension(folder):
    """Write an extension that answers as CryptoPro's does and brings its script, and has no plug-in behind it."""
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps(MANIFEST))
    (folder / "content.js").write_text(CONTENT)
    (folder / "nmcades_plugin_api.js").write_text(API)
    return folder


class StubPlugin:
    """The plug-in of one browser: whose certificates it has, what it lacks, with what it fails."""

    def __init__(self, pki, people, **says):
        self.pki = pki
        self.pieces = []
        certificates = [described(person) for person in people]
        self.people = dict(zip((one["thumbprint"] for one in certificates), people, strict=True))
        self.says = {
            "extension": True,
            "plugin": True,
            "version": "2.0.15000",
            "csp": "5.0.12000",
            "certificates": certificates,
            "fault": "",
        } | says

    def put_into(self, page):
        """Have every page of the browser find it."""
        page.expose_function("stubHash", self._hash)
        page.expose_function("stubSign", self._sign)
        page.add_init_script(f"window.stubSays = {json.dumps(self.says)};" + EXTENSION)

    def _hash(self, piece, is_first):
        if is_first:
            self.pieces.clear()
        self.pieces.append(base64.b64decode(piece, validate=True))

    def _sign(self, thumbprint, algorithm):
        assert algorithm in DIGESTS, algorithm
        signature = base64.b64encode(self.pki.sign(b"".join(self.pieces), self.people[thumbprint])).decode()
        return "\r\n".join(signature[start : start + 64] for start in range(0, len(signature), 64))
