"""Small files of our own writing, in the forms that no shared file has."""

import gzip
import io
import lzma
import tarfile
import zipfile
from email.message import EmailMessage

from tests.program import make_post

Members = dict[str, bytes]


def make_zip(members: Members) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def make_tar(members: Members) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return held.getvalue()


def make_tar_gzip(members: Members) -> bytes:
    return gzip.compress(make_tar(members))


def make_tar_xz(members: Members) -> bytes:
    return lzma.compress(make_tar(members))


MAIL_TEXT = (
    "FOR IMMEDIATE RELEASE\n\nThe new ferry sails today.\n\n"
    "“We are glad,” said Ida Holt.\n\n-- \nAnn Lee\n020 7946 0000\n"
)


def make_mail(text: str = MAIL_TEXT, **headers: str | None) -> EmailMessage:
    message = EmailMessage()
    given = {
        "From": "Ministry of Ports <press@example.org>",
        "To": "newsdesk@example.org",
        "Subject": "New ferry sails",
        "Date": "Tue, 7 May 2024 23:30:00 -0500",
        **headers,
    }
    for name, value in given.items():
        if value is not None:
            message[name] = value
    message.set_content(text)
    return message


def make_mailbox(*messages: EmailMessage) -> bytes:
    return b"\n".join(
        b"From press@example.org Tue May  7 10:30:00 2024\n"
        + bytes(message).replace(b"\nFrom ", b"\n>From ")
        for message in messages
    )


POST = (
    "<item><title>New ferry</title><link>https://example.org/a</link>"
    "<pubDate>Tue, 07 May 2024 22:30:00 +0000</pubDate>"
    "<content:encoded><![CDATA[It sails.\n\n<blockquote>We are glad.</blockquote>"
    '\n\n[caption id="a"]<img src="f.png"/>A ferry[/caption]]]></content:encoded>'
    "<excerpt:encoded><![CDATA[]]></excerpt:encoded>"
    "<wp:post_date>2024-05-08 00:30:00</wp:post_date>"
    "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
    '<category domain="category">Ports</category></item>'
)


def make_export(*items: str) -> str:
    names = " ".join(
        f'xmlns:{name}="http://{address}"'
        for name, address in [
            ("content", "purl.org/rss/1.0/modules/content/"),
            ("excerpt", "wordpress.org/export/1.2/excerpt/"),
            ("wp", "wordpress.org/export/1.2/"),
        ]
    )
    rss = f'<rss version="2.0" {names}>\n<channel><title>Ports</title>\n'
    return '<?xml version="1.0"?>\n' + rss + "\n".join(items) + "</channel></rss>"


Placed = list[tuple[int, int, str]]
"""Lines of a page: the size of the letters, the height, the text."""

PDF_PAGE: Placed = [
    (11, 760, "MEDIA RELEASE"),
    (18, 720, "New ferry sails"),
    (11, 690, "7 May 2024"),
    (11, 660, "The new ferry to Port Alder sailed today for the"),
    (11, 646, "first time."),
    (14, 620, "Fares"),
    (11, 600, "It costs two pounds for all"),
    (11, 586, "who sail."),
    (11, 560, "\x93We are glad,\x94 said Ida Holt."),
    (11, 530, "\x95 Children sail free."),
    (9, 40, "Page 1 of 2"),
]


def make_pdf(*pages: Placed) -> bytes:
    count = len(pages)
    kids = " ".join(f"{3 + 2 * number} 0 R" for number in range(count))
    font = 3 + 2 * count
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
    ]
    for number, page in enumerate(pages):
        shown = [f"/F {s} Tf 1 0 0 1 72 {y} Tm ({text}) Tj" for s, y, text in page]
        stream = "\n".join(["BT", *shown, "ET"])
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents "
            f"{4 + 2 * number} 0 R /Resources << /Font << /F {font} 0 R >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    objects.append(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica "
        "/Encoding /WinAnsiEncoding >>"
    )
    content, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        content
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}"
            f"trailer << /Size {size} /Root 1 0 R >>\n"
            f"startxref\n{len(content)}\n%%EOF\n"
        ).encode()
    )


def make_docx() -> bytes:
    from docx import Document

    document = Document()
    document.add_paragraph("New ferry sails", style="Title")
    document.add_paragraph("7 May 2024")
    document.add_paragraph("The new ferry sailed today.")
    document.add_paragraph("Fares", style="Heading 1")
    document.add_paragraph("Children sail free.", style="List Bullet")
    document.add_paragraph("We are glad.", style="Quote")
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Adults", "£2"
    document.add_paragraph("ENDS")
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def make_files() -> list[bytes]:
    """Return one file of each form."""
    page = f"Blog\n\n{make_post('New ferry', 'Ships came in.')}".encode()
    mail = make_mail()
    mail.add_alternative("<h2>Fares</h2><p>It sails.</p>", subtype="html")
    mail.add_attachment(page, maintype="text", subtype="plain", filename="a.txt")
    members = {
        "a/b.txt": page,
        "c.eml": bytes(mail),
        "d.zip": make_zip({"e.txt": page}),
    }
    front = "---\ntitle: Ports: a pier\ndate: 2024-05-07\ntags: [a, b]\n---\n\n# A\n\n"
    return [
        *(make_zip(members), make_tar(members), make_tar_gzip(members)),
        *(make_tar_xz(members), bytes(mail), make_mailbox(mail, mail)),
        *(make_export(POST, POST).encode(), make_pdf(PDF_PAGE, PDF_PAGE), make_docx()),
        front.encode() + MAIL_TEXT.encode(),
    ]
