"""How does an edition reach its readers by mail? Page one as text and HTML, the PDFs attached or linked."""
