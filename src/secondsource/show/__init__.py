"""Views: records as a page, drawings, tables for people, and tables for programs. They read; they decide nothing."""
