"""Certificates that a test makes, good and bad ones."""

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

import datetime
import ipaddress
import ssl


DAY = datetime.timedelta(days=1)
USES = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


class Authority:
    """Somebody who signs; ``path`` is what a client has to know of it."""

    def __init__(self, folder, name="authority"):
        self.folder = folder
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.key = ec.generate_private_key(ec.SECP256R1())
        certificate = self.sign(self.name, self.key, x509.BasicConstraints(True, None))
        self.path = folder / f"{name}.pem"
        self.path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def sign(self, name, key, extension, days=(-1, 1)):
        now = datetime.datetime.now(datetime.timezone.utc)
        first, last = (now + number * DAY for number in days)
        builder = x509.CertificateBuilder().subject_name(name).issuer_name(self.name)
        builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
        builder = builder.not_valid_before(first).not_valid_after(last)
        is_authority = isinstance(extension, x509.BasicConstraints)
        builder = builder.add_extension(extension, critical=is_authority)
        # Python from 3.13 is strict
        if is_authority:
            uses = dict.fromkeys(USES, False) | {"key_cert_sign": True, "crl_sign": True}
            builder = builder.add_extension(x509.KeyUsage(**uses), critical=True)
        names = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        builder = builder.add_extension(names, critical=False)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key())
        return builder.add_extension(issuer, critical=False).sign(self.key, hashes.SHA256())

    def context(self, host="127.0.0.1", days=(-1, 1)):
        """Return a server's side of TLS, with a certificate for this host and these days."""
        try:
            san = x509.IPAddress(ipaddress.ip_address(host))
        except ValueError:
            san = x509.DNSName(host)
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        certificate = self.sign(name, key, x509.SubjectAlternativeName([san]), days)
        path = self.folder / f"{certificate.serial_number}.pem"
        pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        kind = serialization.PrivateFormat.PKCS8
        path.write_bytes(certificate.public_bytes(pem) + key.private_bytes(pem, kind, plain))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context
