"""What people and programs meet: pages, API, command line, workbooks. Derived from declarations; imports no module."""
