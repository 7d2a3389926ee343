"""What a file is by its first bytes: told without what it would be read with.

Most files are asked for each of these forms and have none of them, so nothing is
imported for that.  A form that is told by its words has its recogniser in its own file.
"""

import re

from pressfind.sources.content import Content

_WORD = "word/document.xml"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_TAR, _TAR_AT = b"ustar", slice(257, 262)
GZIP, BZIP2, _XZ = b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00"
ZSTANDARD = b"\x28\xb5\x2f\xfd"
_PDF, _PDF_WITHIN = b"%PDF-", 1024
# "From ann@example.org Tue May  7 10:30:00 2024"
MESSAGE = re.compile(rb"From \S+.*\d{2}:\d{2}")
_HEADER = re.compile(rb"(?P<name>[!-9;-~]+):[ \t\r\n]|[ \t]+\S")
_SENT_BY = {b"from", b"sender", b"received", b"return-path"}
_TELLING = {b"subject", b"date", b"message-id", b"mime-version", b"to", b"received"}
_HEADERS_WITHIN = 60
_NAMESPACE = re.compile(r"xmlns:wp\s*=\s*[\"']https?://wordpress\.org/export/")
_RSS = re.compile(r"<rss[\s>]")
# What may stand before the first tag, in any order, as broken feeds have it.
_PROLOG = r"\ufeff?(?>\s+|<!--.*?-->|<\?.*?\?>|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)*+"
_FEED = re.compile(rf"{_PROLOG}<(?:rss|feed|rdf:RDF|RDF)(?=[\s>])", re.I | re.S)


def is_word_document(content: Content) -> bool:
    """Whether a zip holds the parts of a Word document."""
    if not is_zip_archive(content):
        return False
    from zipfile import ZipFile

    from pressfind.sources.zip_archive import BROKEN

    try:
        with ZipFile(content.open()) as archive:
            return _WORD in archive.namelist()
    except BROKEN:
        return False


def is_zip_archive(content: Content) -> bool:
    """Whether a content begins as a zip archive does."""
    return content.head.startswith(_ZIP)


def is_tar_archive(content: Content) -> bool:
    """Whether a content is a tar archive."""
    return begins_tar(content.head)


def begins_tar(head: bytes) -> bool:
    """Whether bytes begin as a tar archive does."""
    return head[_TAR_AT] == _TAR


def is_packed_file(content: Content) -> bool:
    """Whether a content is packed as a whole."""
    return content.head.startswith((GZIP, BZIP2, _XZ, ZSTANDARD))


def is_pdf(content: Content) -> bool:
    """Whether a content begins as a PDF does."""
    return _PDF in content.head[:_PDF_WITHIN]


def is_mailbox(content: Content) -> bool:
    """Whether a content begins as a mailbox does."""
    first, _, rest = content.head.partition(b"\n")
    return MESSAGE.match(first) is not None and _has_headers(rest)


def is_mail(content: Content) -> bool:
    """Whether a content begins with the headers of a mail."""
    return _has_headers(content.head)


def is_wordpress_export(content: Content) -> bool:
    """Whether a content is RSS with the names of a WordPress export."""
    start = content.beginning
    return bool(_RSS.search(start) and _NAMESPACE.search(start))


def is_feed(content: Content) -> bool:
    """Whether the first tag is that of a feed."""
    return _FEED.match(content.beginning) is not None


def _has_headers(head: bytes) -> bool:
    """Whether lines begin as a mail does: who sent it, and what else mails have."""
    names = set()
    for line in head.split(b"\n", _HEADERS_WITHIN)[:_HEADERS_WITHIN]:
        if not line.strip():
            break
        match = _HEADER.match(line + b"\n")
        if match is None:
            return False
        if match["name"]:
            names.add(match["name"].lower())
    return bool(names & _SENT_BY) and len(names & (_SENT_BY | _TELLING)) > 1
