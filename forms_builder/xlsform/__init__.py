"""Forms as XLSForm workbooks: read from any tool that writes them, written for any that reads.

What XLSForm has no column for stands in columns that begin with `mentoring::`, which other tools
ignore. The reference of the columns and types is xlsform.org.
"""
