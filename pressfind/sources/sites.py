"""Where the pages of known sites keep what a release is made of: a table, no code.

A row stands for one kind of page, and the first row whose ``tell`` is on a page reads
it, so that a page of one release stands before a list of its site.  Selectors are of
CSS; a pick may end in ``@attribute``.  ``mark`` is a word of the tell: a page without
it isn't searched for the tell, which takes as long as parsing.
"""

from pressfind.values import frozen


@frozen(kw_only=True)
class Site:
    """One kind of page.

    ``post`` selects what holds one release.  Its values are looked for within it and,
    where a page has one post only, on the whole page; of several picks the first that
    gives something is taken.  ``kind`` picks what a post calls itself, and one that is
    none of ``releases`` is skipped.  ``notice`` and ``history`` select what the
    publisher says before the text and after it.
    ``zone`` is where an instant is a day; without it the day is the one written.
    """

    mark: str
    tell: str
    title: tuple[str, ...]
    body: tuple[str, ...]
    post: str = "body"
    date: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    issuer: str | None = None
    lead: tuple[str, ...] = ()
    url: tuple[str, ...] = (
        "link[rel=canonical]@href",
        "meta[property='og:url']@content",
    )
    tags: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    releases: frozenset[str] = frozenset()
    notice: str | None = None
    history: str | None = None
    left_out: str | None = None
    zone: str | None = None


GOV_UK_RELEASES = frozenset(
    (
        *("fatality notice", "government response", "news article", "news story"),
        *("press release", "world news story"),
    )
)
"""What GOV.UK calls what is a press release; speeches, say, are none."""

_WORDPRESS_DATE = (
    "meta[property='article:published_time']@content",
    "time.entry-date@datetime",
    ".wp-block-post-date time@datetime",
    "time[datetime]@datetime",
    ".entry-date",
)
_WORDPRESS_DEPARTMENT = ("meta[property='og:site_name']@content",)
_WORDPRESS_TAGS = ("a[rel~=tag]", "a[rel~=category]")
_WORDPRESS_LEFT_OUT = (
    ".entry-meta, .cm-below-entry-meta, .post-meta, .more-link, .wp-block-post-title,"
    " .wp-block-post-date, .wp-block-post-terms, .post-navigation, .author-box"
)

SITES = (
    # GOV.UK
    Site(
        mark="govspeak",
        tell="div.govspeak",
        title=(".gem-c-heading__text", "meta[property='og:title']@content"),
        # The second is in the language of the page.
        kind=("meta[name='govuk:format']@content", ".gem-c-heading__context"),
        releases=GOV_UK_RELEASES,
        lead=(".gem-c-lead-paragraph",),
        department=(
            "meta[name='govuk:primary-publishing-organisation']@content",
            ".gem-c-metadata__definition a[href*='/organisations/']",
        ),
        date=("meta[name='govuk:first-published-at']@content",),
        zone="Europe/London",
        tags=(".gem-c-metadata__definition a[href*='/government/']",),
        body=("div.govspeak",),
        notice=".gem-c-notice",
        history=".gem-c-published-dates__change-item",
    ),
    # GOV.UK list
    Site(
        mark="gem-c-document-list__item",
        tell=".gem-c-document-list__item",
        post=".gem-c-document-list__item",
        title=(".gem-c-document-list__item-title",),
        body=(),
    ),
    # justice.gov
    Site(
        mark="node--press-release",
        tell="article.node--press-release",
        post="article.node--press-release",
        title=("h1#node-title", "span[property='dc:title']@content"),
        date=(".field--name-field-pr-date .date-display-single@content",),
        issuer="Department of Justice",
        department=(".pr-header .department",),
        tags=(
            ".pr-header .agency",
            ".field--name-field-pr-component .field__item",
            ".field--name-field-pr-topic .field__item",
        ),
        body=(".field--name-field-pr-body",),
    ),
    # justice.gov list
    Site(
        mark="view-justice-news-panes",
        tell=".view-justice-news-panes .views-row",
        post=".view-justice-news-panes .views-row",
        title=(".views-field-title",),
        body=(),
    ),
    # European Parliament
    Site(
        mark="ep-o_product",
        tell=".ep-o_product .ep-a_heading h1.ep_title",
        title=("h1.ep_title",),
        date=("time[itemprop=datePublished]@datetime",),
        issuer="European Parliament",
        lead=(".ep-a_text.ep-layout_chapo",),
        tags=(
            ".ep-layout_contenttype .ep_name abbr@title",
            ".ep-layout_plenary .ep_name",
        ),
        body=(".ep-a_facts, .ep-a_text:not(.ep-layout_chapo)",),
    ),
    # WordPress, a post of a block theme
    Site(
        mark="wp-block-post-title",
        tell="h1.wp-block-post-title",
        title=("h1.wp-block-post-title",),
        date=_WORDPRESS_DATE,
        department=_WORDPRESS_DEPARTMENT,
        tags=_WORDPRESS_TAGS,
        body=(".wp-block-post-content",),
        left_out=_WORDPRESS_LEFT_OUT,
    ),
    # WordPress, posts of a block theme
    Site(
        mark="wp-block-post-title",
        tell="li.wp-block-post .wp-block-post-title",
        post="li.wp-block-post",
        title=(".wp-block-post-title",),
        date=_WORDPRESS_DATE,
        department=_WORDPRESS_DEPARTMENT,
        url=(".wp-block-post-title a@href",),
        tags=_WORDPRESS_TAGS,
        body=(".wp-block-post-content",),
        left_out=_WORDPRESS_LEFT_OUT,
    ),
    # WordPress, a post of ColorMag
    Site(
        mark="cm-entry-title",
        tell="article h1.cm-entry-title",
        post="article",
        title=("h1.cm-entry-title",),
        date=_WORDPRESS_DATE,
        department=_WORDPRESS_DEPARTMENT,
        tags=_WORDPRESS_TAGS,
        body=(".cm-entry-summary",),
        left_out=_WORDPRESS_LEFT_OUT,
    ),
    # WordPress, posts of ColorMag
    Site(
        mark="cm-entry-title",
        tell="article .cm-entry-title",
        post="article",
        title=(".cm-entry-title",),
        date=_WORDPRESS_DATE,
        department=_WORDPRESS_DEPARTMENT,
        url=(".cm-entry-title a@href",),
        tags=_WORDPRESS_TAGS,
        body=(".cm-entry-summary",),
        left_out=_WORDPRESS_LEFT_OUT,
    ),
    # WordPress
    Site(
        mark="entry-",
        tell=".entry-content, .entry-summary",
        post="article, .hentry, .type-post",
        title=(".entry-title", "h1"),
        date=_WORDPRESS_DATE,
        department=_WORDPRESS_DEPARTMENT,
        url=(".entry-title a[rel~=bookmark]@href", "link[rel=canonical]@href"),
        tags=_WORDPRESS_TAGS,
        body=(".entry-content", ".entry-summary"),
        left_out=_WORDPRESS_LEFT_OUT,
    ),
)

ANY = Site(
    mark="",
    tell="html",
    title=(
        "meta[property='og:title']@content",
        "[itemprop=headline]",
        "article h1",
        "h1",
        "meta[name='twitter:title']@content",
        "title",
    ),
    date=(
        "meta[property='article:published_time']@content",
        "[itemprop=datePublished]@content",
        "time[itemprop=datePublished]@datetime",
        "meta[name='dcterms.date']@content",
        "meta[name='DC.date.issued']@content",
        "meta[name='dc.date']@content",
        "meta[name=date]@content",
        "article time[datetime]@datetime",
        "main time[datetime]@datetime",
    ),
    department=("meta[property='og:site_name']@content",),
    tags=("meta[property='article:tag']@content", "a[rel~=tag]"),
    body=("[itemprop=articleBody]", "article", "main", "[role=main]"),
)
"""What is tried on a page of no known site, best evidence first."""
