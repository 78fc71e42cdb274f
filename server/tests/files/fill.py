#!/usr/bin/python3
"""Fills in a form by LibreOffice, as a person would, and saves it as .xlsx, .ods and .xls.

    fill.py FORM FOLDER CODE=FIGURE… CODE=na:REASON…

Rows are found by the code in the first column; the figure goes where the heading says "This
month", as typed, so that LibreOffice makes of it what it would make of a person's typing. Labels must be
locked and the cells to fill in must not: otherwise that is a fault of the form and this fails.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

FORMATS = {
    "xlsx": "Calc MS Excel 2007 XML",
    "ods": "calc8",
    "xls": "MS Excel 97",
}
EMPTIES = {
    "na": "不适用 Not applicable",
    "not_yet": "尚不可得 Not yet available",
    "not_collected": "未收集 Not collected",
}


def option(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def connect(pipe, office):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(600):
        try:
            return resolver.resolve(
                f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
            )
        except NoConnectException:
            if office.poll() is not None:
                sys.exit("LibreOffice ended before it could be spoken to")
            time.sleep(0.1)
    sys.exit("LibreOffice did not answer within a minute")


def form(sheet):
    """The heading row and the columns: code, figure, empty, reason."""
    for row in range(30):
        heads = {}
        for column in range(20):
            heads[sheet.getCellByPosition(column, row).String] = column
        if "代码 Code" in heads:
            names = ("代码 Code", "本月填报 This month", "无数原因 Why no figure", "理由 Reason")
            return (row, *(heads[name] for name in names))
    sys.exit("the form's headings were not found")


def fill(sheet, figures):
    heading, code, entry, empty, reason = form(sheet)
    labels = [sheet.getCellByPosition(column, heading) for column in range(11)]
    if not sheet.isProtected() or not all(cell.CellProtection.IsLocked for cell in labels):
        sys.exit("the form's labels are not locked")
    rows = {}
    for row in range(heading + 1, heading + 300):
        rows[sheet.getCellByPosition(code, row).String] = row
    for name, typed in figures:
        row = rows[name]
        for column in (entry, empty, reason):
            if sheet.getCellByPosition(column, row).CellProtection.IsLocked:
                sys.exit(f"a cell to fill in is locked: {name}")
        head, _, why = typed.partition(":")
        if head in EMPTIES:
            sheet.getCellByPosition(entry, row).String = ""
            sheet.getCellByPosition(empty, row).String = EMPTIES[head]
            sheet.getCellByPosition(reason, row).String = why
        else:
            # As typed at the keyboard: 1,250 becomes a number, =600+10 a formula.
            sheet.getCellByPosition(entry, row).setFormula(typed)


def main():
    source, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    figures = [text.split("=", 1) for text in sys.argv[3:]]
    program = shutil.which("soffice") or sys.exit("missing: soffice (LibreOffice)")
    home = tempfile.mkdtemp(prefix="xinheng-office-")
    pipe = f"xinheng-{os.getpid()}"
    office = subprocess.Popen(
        [
            program,
            "--headless",
            "--invisible",
            "--norestore",
            "--nologo",
            "--nodefault",
            f"-env:UserInstallation=file://{home}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        context = connect(pipe, office)
        desktop = context.ServiceManager.createInstanceWithContext(
            "com.sun.star.frame.Desktop", context
        )
        hidden = option("Hidden", True)
        book = desktop.loadComponentFromURL(f"file://{source}", "_blank", 0, (hidden,))
        fill(book.Sheets.getByIndex(0), figures)
        book.calculateAll()
        for ending, name in FORMATS.items():
            target = f"file://{folder}/filled.{ending}"
            book.storeToURL(target, (option("FilterName", name),))
        book.close(True)
        try:
            desktop.terminate()
        except Exception:  # it goes away while it is spoken to
            pass
        office.wait(timeout=30)
    finally:
        if office.poll() is None:
            office.kill()
            office.wait()
        shutil.rmtree(home, ignore_errors=True)


main()
