"""Other systems' exports → responses, essays, leaders and pages of the record.

How an importer plugs in:

1. It reads its format and yields what it finds in the words of :mod:`.imported`: one
   ``ImportedResponse`` for each comment or linkback, in any order, one ``Problem`` for each item that cannot
   be read. There is no field for an e-mail or IP address, so none can get any further. A file that is not
   in the format at all, or is torn, raises ContentError: nothing is written then. XML is read with
   :mod:`.xml_events`.
2. ``Targets`` (:mod:`.targets`) says which essay or pledge an old address, slug or feed id means. An importer
   that brings essays registers each with ``Targets.add`` before it yields what answers it, with a name of
   its own for it among the ``addresses`` (``"post:12"``) that its responses then have as ``target``.
3. ``Import`` (:mod:`.importing`) does the rest: ``take`` the items (text made fit, kept on disk meanwhile),
   ``plan`` what would be written (the dry run, with its :class:`~.report.Report`), ``write`` it. A comment's
   HTML becomes text in ``comment_text.text_of_html``.
4. ``cli/import_options.run_import`` is what every command calls. It takes what an importer brings besides
   responses as ``Documents``: their lines of the report, and what writes them before the responses.

An import is repeated without harm, also after it was killed at any moment: an id is made from the item's
``origin``, ``<system>:<key>`` (:mod:`.origin`), and what has its id in the record already is left alone. So
a ``key`` must be the same in every export of the same system, and unique within that system.
"""
