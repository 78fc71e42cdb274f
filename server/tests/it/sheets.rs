//! Workbooks: what comes back equal, and what every kind of bad file is told.

use crate::office::{applied, compare};
use crate::world::*;
use app::ask::identity::Holding;
use app::ask::returns::{Filing, OpenReturn, Returns};
use app::ask::workbooks::{
    Column, Differences, FileTrouble, LooksLike, SheetTrouble, Workbooks, WrongCell, WrongSheet,
};
use app::refusal::{NotNow, Refusal};
use kpi::draft::{Cell, Empty};
use kpi::fault::Reason;
use kpi::returns::Stage;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use server::sheet::{differences, of_region, read, workbook};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

const MONTH: &str = "2020-11";

/// A form as somebody might have made it by hand: head, headings, and what `fill` writes below.
/// Columns: A code, B name, C this month, D why no figure, E reason; data from row 6.
fn by_hand(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("表").unwrap();
    head(sheet, "440703", "pilot-2020", MONTH);
    fill(sheet);
    book.save_to_buffer().unwrap()
}

fn head(sheet: &mut Worksheet, unit: &str, programme: &str, month: &str) {
    for (row, label, text) in [
        (0, "地区代码 Unit code", unit),
        (1, "方案代码", programme),
        (2, "Month", month),
    ] {
        sheet.write(row, 0, label).unwrap();
        sheet.write(row, 1, text).unwrap();
    }
    let headings = ["代码", "数据项", "本月填报", "无数原因", "理由"];
    for (column, heading) in (0..).zip(headings) {
        sheet.write(4, column, heading).unwrap();
    }
}

fn figure(sheet: &mut Worksheet, row: u32, code: &str, figure: f64) {
    sheet.write(row, 0, code).unwrap();
    sheet.write(row, 2, figure).unwrap();
}

fn refused(bytes: &[u8]) -> FileTrouble {
    match read(bytes) {
        Err(trouble) => trouble,
        Ok(filled) => panic!("it was read: {filled:?}"),
    }
}

async fn open(world: &World) -> OpenReturn {
    world
        .reporter("440703")
        .open("440703", MONTH)
        .await
        .unwrap()
}

/// What a file says of one element.
fn said<'a>(told: &'a Differences, code: &str) -> Option<&'a Cell> {
    told.changes
        .iter()
        .find(|change| change.element == code)
        .map(|change| &change.after)
}

/// Address and trouble of the cells that were not taken.
fn troubles(told: &Differences) -> Vec<(String, WrongCell)> {
    told.troubles
        .iter()
        .map(|trouble| (trouble.cell.clone(), trouble.what.clone()))
        .collect()
}

/// The parts of a zip file, to be changed and put together again.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index(at).unwrap();
            let mut text = Vec::new();
            part.read_to_end(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        })
        .collect()
}

fn zipped<'a>(parts: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn with_part(bytes: &[u8], name: &str, part: &[u8]) -> Vec<u8> {
    let kept = parts(bytes);
    let others = kept
        .iter()
        .filter(|(other, _)| other != name)
        .map(|(other, bytes)| (other.as_str(), bytes.as_slice()));
    zipped(others.chain([(name, part)]))
}

both! {
    async fn a_form_says_what_stands_in_the_return(world: World) {
        let county = world.reporter("440703");
        let cells = [("smd_registered", "1000"), ("smd_new", "１２"), ("smd_managed", "九百")];
        county.save(MONTH, &cells).await.unwrap();
        let open = open(&world).await;
        let form = workbook(std::slice::from_ref(&open), Holding::Real).unwrap();
        let told = compare(&form, &open);
        assert!(told.changes.is_empty() && told.troubles.is_empty() && !told.older_form);
        assert_eq!(told.same, 3);
        let asked = kpi::catalogue().asked("pilot-2020", &open.tiers).count();
        assert_eq!(told.blank, asked - 3, "every element asked has its row");
        let again = county.open("440703", MONTH).await.unwrap();
        assert_eq!(again.revision, open.revision, "reading saves nothing");
        let demo = workbook(std::slice::from_ref(&open), Holding::Demo).unwrap();
        let text = parts(&demo).into_iter().find(|(name, _)| name == "xl/sharedStrings.xml").unwrap().1;
        assert!(String::from_utf8(text).unwrap().contains("演示数据，非真实上报 / Demo data, not real returns"));
        let filled = read(&demo).unwrap();
        assert_eq!(differences(&filled, &open, Holding::Real), Err(FileTrouble::OtherHolding));
        // Its hidden mark was thrown away: the band above the head still says so.
        let (name, texts) = parts(&demo).into_iter().find(|(name, _)| name == "xl/sharedStrings.xml").unwrap();
        let texts = String::from_utf8(texts).unwrap().replace("xinheng-form", "something");
        let filled = read(&with_part(&demo, &name, texts.as_bytes())).unwrap();
        assert_eq!(differences(&filled, &open, Holding::Real), Err(FileTrouble::OtherHolding));
        assert!(differences(&filled, &open, Holding::Demo).is_ok());
    }

    async fn labels_are_locked_and_cells_are_checked(world: World) {
        let form = workbook(&[open(&world).await], Holding::Real).unwrap();
        let sheet = parts(&form).into_iter().find(|(name, _)| name == "xl/worksheets/sheet1.xml").unwrap().1;
        let sheet = String::from_utf8(sheet).unwrap();
        for part in [
            "<sheetProtection sheet=\"1\"",
            "<dataValidation type=\"whole\" operator=\"greaterThanOrEqual\"",
            "<dataValidation type=\"list\"",
            "不适用 Not applicable,尚不可得 Not yet available,未收集 Not collected",
            "state=\"frozen\"",
            "paperSize=\"9\"",
        ] {
            assert!(sheet.contains(part), "{part}");
        }
        assert!(!sheet.contains("password"), "locked against slips, not against people");
    }

    async fn figures_are_read_as_the_page_reads_them(world: World) {
        let open = open(&world).await;
        let file = by_hand(|sheet| {
            figure(sheet, 5, "smd_registered", 12.0);
            figure(sheet, 6, "smd_new", 12.5);
            figure(sheet, 7, "smd_deaths", -3.0);
            for (row, code, text) in [
                (8, "smd_managed", " 1,250 "), (9, "smd_moved_in", "１２"), (10, "smd_moved_out", "九"),
                (11, "smd_offence_disposal", "是 Yes"), (12, "townships_with_group", "   "),
            ] {
                sheet.write(row, 0, code).unwrap();
                sheet.write(row, 2, text).unwrap();
            }
            sheet.write(13, 0, "smd_medicated").unwrap();
            sheet.write(13, 3, "Not applicable").unwrap();
            sheet.write(13, 4, "没有患者").unwrap();
            sheet.write(14, 0, "smd_at_home").unwrap();
            sheet.write(14, 3, "不适用").unwrap();
        });
        let told = compare(&file, &open);
        let text = |code: &str| said(&told, code).map(|cell| cell.text.as_str());
        assert_eq!(text("smd_registered"), Some("12"));
        assert_eq!(text("smd_new"), Some("12.5"));
        assert_eq!(text("smd_managed"), Some("1,250"));
        assert_eq!(text("smd_offence_disposal"), Some("1"));
        assert_eq!(text("townships_with_group"), None, "spaces are nothing");
        assert_eq!(said(&told, "smd_medicated").unwrap().empty, Some(Empty::NotApplicable));
        let faults = |code: &str| {
            let change = told.changes.iter().find(|change| change.element == code).unwrap();
            change.faults.iter().map(|fault| fault.reason.clone()).collect::<Vec<_>>()
        };
        assert!(matches!(&faults("smd_new")[..], [Reason::NotWhole { .. }]));
        assert!(matches!(&faults("smd_deaths")[..], [Reason::Negative { .. }]));
        assert!(matches!(&faults("smd_moved_out")[..], [Reason::NotANumber { .. }]));
        assert!(matches!(&faults("smd_at_home")[..], [Reason::WithoutReason]));
        assert_eq!(faults("smd_moved_in"), [], "full-width digits are digits");
        assert!(faults("smd_managed").iter().any(|reason| matches!(reason, Reason::ExceedsWhole { .. })), "1,250 of 12");
        assert_eq!(told.troubles, []);
    }

    async fn cells_that_cannot_be_understood_are_told_and_not_taken(world: World) {
        let open = open(&world).await;
        let file = by_hand(|sheet| {
            figure(sheet, 5, "smd_registered", 1.0);
            let formula = |text: &str, result: &str| Formula::new(text).set_result(result);
            for (row, code, formula) in [
                (6, "smd_new", formula("=1/0", "#DIV/0!")),
                (7, "smd_deaths", formula("=NOTHERE!A1", "#REF!")),
                (8, "smd_managed", formula("=600+10", "610")),
                (9, "smd_moved_in", formula("=4321", "8765")),
            ] {
                sheet.write(row, 0, code).unwrap();
                sheet.write(row, 2, formula).unwrap();
            }
            let date = ExcelDateTime::from_ymd(2020, 11, 5).unwrap();
            sheet.write(10, 0, "smd_moved_out").unwrap();
            sheet.write_with_format(10, 2, &date, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
            for (row, code) in [(11, "smd_medicated"), (12, "smd_regular_medicated"), (13, "smd_face_to_face")] {
                sheet.write(row, 0, code).unwrap();
            }
            sheet.merge_range(11, 2, 12, 2, "7", &Format::new()).unwrap();
            sheet.write(13, 3, "12").unwrap();
            figure(sheet, 14, "smd_nonsense", 3.0);
            figure(sheet, 15, "lead_meetings", 2.0);
            figure(sheet, 16, "popularisation_events", 4.0);
            figure(sheet, 17, "popularisation_events", 5.0);
            sheet.write(18, 2, 9.0).unwrap();
            sheet.write(19, 0, "schizophrenia_registered").unwrap();
            sheet.write(19, 7, 33.0).unwrap();
            sheet.write(20, 0, "schizophrenia_medicated").unwrap();
            sheet.write(20, 4, "44").unwrap();
        });
        // As a program writes a formula that it did not reckon.
        let (name, sheet) = parts(&file).into_iter().find(|(name, _)| name == "xl/worksheets/sheet1.xml").unwrap();
        let sheet = String::from_utf8(sheet).unwrap().replace("<v>8765</v>", "");
        let told = compare(&with_part(&file, &name, sheet.as_bytes()), &open);
        let changed: Vec<_> = told.changes.iter().map(|change| (change.element.as_str(), change.after.text.as_str())).collect();
        assert_eq!(changed, [("smd_registered", "1"), ("smd_managed", "610")]);
        let error = |shown: &str| WrongCell::Error { shown: shown.to_owned() };
        let typed = |text: &str| text.to_owned();
        let mut found = troubles(&told);
        found.sort_by_key(|(cell, _)| (cell[1..].parse::<u32>().unwrap(), cell.clone()));
        assert_eq!(found, [
            (typed("C7"), error("#DIV/0!")),
            (typed("C8"), error("#REF!")),
            (typed("C10"), WrongCell::Unreckoned),
            (typed("C11"), WrongCell::Date { shown: typed("2020-11-05") }),
            (typed("C12"), WrongCell::Merged { range: typed("C12:C13") }),
            (typed("C13"), WrongCell::Merged { range: typed("C12:C13") }),
            (typed("D14"), WrongCell::NotAnEmpty { typed: typed("12") }),
            (typed("C15"), WrongCell::UnknownCode { code: typed("smd_nonsense") }),
            (typed("C16"), WrongCell::NotAsked),
            (typed("C18"), WrongCell::Twice { first: typed("C17") }),
            (typed("C19"), WrongCell::NoCode { typed: typed("9") }),
            (typed("H20"), WrongCell::Stray { typed: typed("33") }),
            (typed("E21"), WrongCell::Stray { typed: typed("44") }),
        ]);
    }

    async fn moved_rows_and_inserted_columns_still_read(world: World) {
        let open = open(&world).await;
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(3, 2, "Unit code").unwrap();
        sheet.write(3, 5, 440703).unwrap();
        sheet.write(7, 1, "方案代码 Programme code").unwrap();
        sheet.write(7, 2, "pilot-2020").unwrap();
        sheet.write(8, 0, "月份：").unwrap();
        let date = ExcelDateTime::from_ymd(2020, 11, 1).unwrap();
        sheet.write_with_format(8, 1, &date, &Format::new().set_num_format("yyyy-mm")).unwrap();
        for (column, heading) in [(1, "我的备注"), (3, "This month"), (6, "code"), (7, "Reason")] {
            sheet.write(20, column, heading).unwrap();
        }
        for (row, code, figure) in [(60, "smd_new", 3.0), (21, " SMD_Deaths ", 4.0)] {
            sheet.write(row, 6, code).unwrap();
            sheet.write(row, 3, figure).unwrap();
            sheet.write(row, 1, "问过医院").unwrap();
        }
        let told = compare(&book.save_to_buffer().unwrap(), &open);
        assert_eq!(said(&told, "smd_new").unwrap().text, "3");
        assert_eq!(said(&told, "smd_deaths").unwrap().text, "4");
        assert_eq!(told.troubles, [], "a column with a heading of one's own is one's own");
    }

    async fn a_file_of_another_return_is_known_as_such(world: World) {
        let open = open(&world).await;
        let told = |bytes: &[u8]| differences(&read(bytes).unwrap(), &open, Holding::Real);
        let wrong = |sheet: &str, what| Err(FileTrouble::Sheet(SheetTrouble { sheet: sheet.to_owned(), what }));
        let neighbour = world.reporter("440704").open("440704", MONTH).await.unwrap();
        let other = WrongSheet::OtherReturn {
            org_unit: "440704".to_owned(), programme: "pilot-2020".to_owned(), period: MONTH.to_owned(),
        };
        let name = format!("440704 {}", neighbour.path.last().unwrap().name.zh);
        let form = workbook(&[neighbour], Holding::Real).unwrap();
        assert_eq!(told(&form), wrong(&name, other));
        let september = world.reporter("440703").open("440703", "2020-09").await.unwrap();
        let form = workbook(&[september], Holding::Real).unwrap();
        assert!(matches!(told(&form), Err(FileTrouble::Sheet(SheetTrouble { what: WrongSheet::OtherReturn { period, .. }, .. })) if period == "2020-09"));
        // The head was typed over: the hidden mark still knows.
        let form = workbook(std::slice::from_ref(&open), Holding::Real).unwrap();
        let (name, texts) = parts(&form).into_iter().find(|(name, _)| name == "xl/sharedStrings.xml").unwrap();
        let texts = String::from_utf8(texts).unwrap().replace("<t>2020-11</t>", "<t>2020-10</t>");
        assert!(matches!(told(&with_part(&form, &name, texts.as_bytes())),
            Err(FileTrouble::Sheet(SheetTrouble { what: WrongSheet::OtherReturn { .. } | WrongSheet::TwoHeads { .. }, .. }))));
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("甲").unwrap();
        sheet.write(0, 0, "代码").unwrap();
        sheet.write(0, 1, "本月填报").unwrap();
        assert_eq!(told(&book.save_to_buffer().unwrap()), wrong("甲", WrongSheet::NoHead));
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.set_name("甲").unwrap();
        for (row, code) in (0..).zip(["smd_new", "smd_deaths", "smd_managed"]) {
            sheet.write(row, 0, code).unwrap();
            sheet.write(row, 1, 5.0).unwrap();
        }
        assert_eq!(told(&book.save_to_buffer().unwrap()), wrong("甲", WrongSheet::NoColumn(Column::Entry)));
    }

    async fn a_region_fills_in_the_drafts_of_its_counties_all_or_none(world: World) {
        let region = world.reporter("440700");
        let asked = || world.office.workbook(&region.actor, unit("440700"), "pilot-2020", period(MONTH));
        let book = asked().await.unwrap();
        assert!(book.may_fill);
        assert_eq!(book.lines.len(), 7);
        let mut returns = Vec::new();
        for line in &book.lines {
            returns.push(region.open(&line.unit.code.to_string(), MONTH).await.unwrap());
        }
        let bytes = workbook(&returns, Holding::Real).unwrap();
        let filled = read(&bytes).unwrap();
        let dealt = of_region(&filled, &book, Holding::Real).unwrap();
        assert_eq!((dealt.taken.len(), dealt.left.len()), (7, 0));

        let filing = |open: &OpenReturn, figure: &str| {
            let mut filing = region.only(MONTH, &[("smd_new", figure)], open.revision);
            filing.draft.key = open.key.clone();
            filing
        };
        let both: Vec<Filing> = returns[..2].iter().map(|open| filing(open, "5")).collect();
        let done = world.office.fill_below(&region.actor, &both).await;
        assert_eq!(done, Ok(()));
        let code = both[0].draft.key.org_unit.to_string();
        let county = world.reporter(&code);
        let seen = county.open(&code, MONTH).await.unwrap();
        assert_eq!((seen.stage, seen.cells["smd_new"].text.as_str()), (Some(Stage::Draft), "5"));
        assert_eq!((seen.history[0].action.as_str(), seen.history[0].account.as_str()), ("fill_below", "reporter-440700"));
        assert!(seen.may_edit, "the county confirms and submits");
        assert_eq!(world.office.fill_below(&region.actor, &both).await, Ok(()), "the same again is no change");

        // One of two has been changed meanwhile: neither is kept.
        let mut stale: Vec<Filing> = Vec::new();
        for line in &book.lines[..2] {
            let open = region.open(&line.unit.code.to_string(), MONTH).await.unwrap();
            stale.push(filing(&open, "6"));
        }
        let second = stale[1].draft.key.org_unit.to_string();
        world.reporter(&second).save(MONTH, &[("smd_deaths", "1")]).await.unwrap();
        assert_eq!(world.office.fill_below(&region.actor, &stale).await, Err(Refusal::Stale));
        assert_eq!(county.open(&code, MONTH).await.unwrap().cells["smd_new"].text, "5");

        // What was submitted is its county's to take back.
        county.submit(MONTH, &crate::returns::NOVEMBER).await.unwrap();
        let open = region.open(&code, MONTH).await.unwrap();
        let late = [filing(&open, "8")];
        assert_eq!(world.office.fill_below(&region.actor, &late).await, Err(Refusal::NotNow(NotNow::Submitted)));
        assert!(!asked().await.unwrap().lines.iter().find(|line| line.unit.code == unit(&code)).unwrap().is_open());

        // Nobody else: not the reviewer, who accepts; not a county; not another region.
        let open = region.open(&second, MONTH).await.unwrap();
        let one = [filing(&open, "9")];
        for person in [world.reviewer("440700"), world.reporter("440703"), world.reporter("440400"), world.reporter("440000")] {
            assert_eq!(world.office.fill_below(&person.actor, &one).await, Err(Refusal::Forbidden), "{}", person.actor.account);
        }
        let reviewer = world.reviewer("440700");
        assert!(!world.office.workbook(&reviewer.actor, unit("440700"), "pilot-2020", period(MONTH)).await.unwrap().may_fill);
        let neighbour = world.office.workbook(&world.reporter("440400").actor, unit("440700"), "pilot-2020", period(MONTH)).await;
        assert_eq!(neighbour, Err(Refusal::Forbidden));
    }

    async fn sheets_of_other_units_are_left_with_their_reason(world: World) {
        let region = world.reporter("440700");
        let book = world.office.workbook(&region.actor, unit("440700"), "pilot-2020", period(MONTH)).await.unwrap();
        let mut file = Workbook::new();
        for (name, code, programme, month) in [
            ("好", "440703", "pilot-2020", MONTH), ("别处", "110102", "pilot-2020", MONTH),
            ("又一张", "440703", "pilot-2020", MONTH), ("上月", "440704", "pilot-2020", "2020-10"),
            ("本级", "440700", "pilot-2020", MONTH), ("没有", "999999", "pilot-2020", MONTH),
        ] {
            let sheet = file.add_worksheet();
            sheet.set_name(name).unwrap();
            head(sheet, code, programme, month);
            figure(sheet, 5, "smd_new", 1.0);
        }
        file.add_worksheet().write(0, 0, "随手记").unwrap();
        let filled = read(&file.save_to_buffer().unwrap()).unwrap();
        let dealt = of_region(&filled, &book, Holding::Real).unwrap();
        assert_eq!(dealt.taken.iter().map(|(unit, _)| unit.to_string()).collect::<Vec<_>>(), ["440703"]);
        let left: Vec<_> = dealt.left.iter().map(|trouble| (trouble.sheet.as_str(), trouble.what.clone())).collect();
        let not_below = |code: &str| WrongSheet::NotBelow { org_unit: code.to_owned() };
        assert_eq!(left, [
            ("别处", not_below("110102")),
            ("又一张", WrongSheet::UnitTwice { first: "好".to_owned() }),
            ("上月", WrongSheet::OtherReturn { org_unit: "440704".to_owned(), programme: "pilot-2020".to_owned(), period: "2020-10".to_owned() }),
            ("本级", not_below("440700")),
            ("没有", not_below("999999")),
        ]);
    }

    async fn files_as_other_programs_write_them_are_read(world: World) {
        let county = world.reporter("440783");
        let open = county.open("440783", MONTH).await.unwrap();
        let files: [(&str, &[u8]); 3] = [
            ("xlsx", include_bytes!("../files/libreoffice.xlsx")),
            ("ods", include_bytes!("../files/libreoffice.ods")),
            ("xls", include_bytes!("../files/libreoffice.xls")),
        ];
        let mut revision = 0;
        for (ending, bytes) in files {
            let told = compare(bytes, &open);
            assert_eq!(told.troubles, [], "{ending}");
            let texts: Vec<_> = told.changes.iter()
                .map(|change| (change.element.as_str(), change.after.text.as_str(), change.after.reason.as_str())).collect();
            assert_eq!(texts, [
                ("townships_with_group", "六", ""), ("smd_ever_registered", "1250", ""), ("smd_registered", "1240", ""),
                ("smd_managed", "1120", ""), ("smd_offence_disposal", "1", ""), ("smd_new", "0", ""),
                ("smd_deaths", "2", ""), ("smd_moved_in", "１２", ""), ("smd_moved_out", "", "没有迁出"),
                ("popularisation_events", "12.5", ""),
            ], "{ending}");
            if revision == 0 {
                let saved = world.office.save_draft(&county.actor, &applied(&told)).await.unwrap();
                revision = saved.revision;
            }
        }
        let after = county.open("440783", MONTH).await.unwrap();
        for (ending, bytes) in files {
            assert_eq!(compare(bytes, &after).changes, [], "{ending}");
        }
    }

    async fn the_quirks_of_excel_and_wps_are_understood(world: World) {
        let open = open(&world).await;
        let told = compare(&quirky(), &open);
        let text = |code: &str| said(&told, code).map(|cell| cell.text.as_str());
        assert_eq!(text("smd_new"), Some("7"), "a shared string, in runs");
        assert_eq!(text("smd_deaths"), Some("8"), "an inline string");
        assert_eq!(text("smd_managed"), Some("610"), "the first of shared formulas");
        assert_eq!(text("smd_medicated"), Some("620"), "another of them");
        assert_eq!(text("smd_moved_in"), Some("3"), "a number with a style of WPS");
        assert_eq!(text("smd_offence_disposal"), Some("1"), "TRUE");
        assert_eq!(troubles(&told), []);
    }
}

/// A workbook with what Excel and WPS do and our own writer does not: absolute targets in the
/// relations, parts in other folders, foreign namespaces, runs and phonetics in shared strings,
/// inline strings, shared formulas, rows and cells without addresses, an alternate content block.
fn quirky() -> Vec<u8> {
    let ns = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
        xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
        xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" mc:Ignorable=\"x14ac xr etc\" \
        xmlns:x14ac=\"http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac\" \
        xmlns:xr=\"http://schemas.microsoft.com/office/spreadsheetml/2014/revision\" \
        xmlns:etc=\"http://www.wps.cn/officeDocument/2017/etCustomData\"";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let types = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\
        <Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
        <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
        <Default Extension=\"xml\" ContentType=\"application/xml\"/>\
        <Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml\"/>\
        </Types>";
    let package = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"rId9\" Type=\"{office}/officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>"
    );
    let book = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><workbook {ns}>\
        <fileVersion appName=\"xl\" lastEdited=\"3\" lowestEdited=\"5\" rupBuild=\"9302\"/>\
        <mc:AlternateContent><mc:Choice Requires=\"x15\"><x15ac:absPath url=\"D:\\报表\\\" \
        xmlns:x15ac=\"http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac\"/></mc:Choice></mc:AlternateContent>\
        <sheets><sheet name=\"填报\" sheetId=\"4\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let relations = format!(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"rId1\" Type=\"{office}/worksheet\" Target=\"/xl/worksheets/sheet7.xml\"/>\
        <Relationship Id=\"rId2\" Type=\"{office}/sharedStrings\" Target=\"/xl/sharedStrings.xml\"/>\
        <Relationship Id=\"rId3\" Type=\"{office}/styles\" Target=\"styles.xml\"/>\
        <Relationship Id=\"rId4\" Type=\"http://www.wps.cn/officeDocument/2020/cellImage\" Target=\"cellimages.xml\"/></Relationships>"
    );
    let styles = format!(
        "<styleSheet {ns}><numFmts count=\"2\"><numFmt numFmtId=\"41\" formatCode=\"_ * #,##0_ ;_ * \\-#,##0_ ;_ * &quot;-&quot;_ ;_ @_ \"/>\
        <numFmt numFmtId=\"176\" formatCode=\"0_ \"/></numFmts><cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"176\"/><xf numFmtId=\"41\"/></cellXfs></styleSheet>"
    );
    let strings = format!(
        "<sst {ns} count=\"6\" uniqueCount=\"6\"><si><t>代码 Code</t></si>\
        <si><r><t>本月</t></r><r><rPr><b/></rPr><t xml:space=\"preserve\">填报 </t></r><phoneticPr fontId=\"1\" type=\"noConversion\"/></si>\
        <si><r><t>7</t></r></si><si><t>smd_new</t></si><si><t>440703</t></si><si><t xml:space=\"preserve\"> 2020-11 </t></si></sst>"
    );
    let inline = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let sheet = format!(
        "<worksheet {ns} xr:uid=\"{{00000000-0001-0000-0000-000000000000}}\"><sheetPr/><dimension ref=\"A1:D20\"/>\
        <sheetViews><sheetView workbookViewId=\"0\"/></sheetViews><sheetFormatPr defaultRowHeight=\"13.5\" x14ac:dyDescent=\"0.15\"/><sheetData>\
        <row r=\"1\" spans=\"1:2\" x14ac:dyDescent=\"0.15\"><c r=\"A1\" t=\"inlineStr\"><is><t>地区代码</t></is></c><c r=\"B1\" t=\"s\"><v>4</v></c></row>\
        <row>{}{}</row><row>{}<c t=\"s\"><v>5</v></c></row>\
        <row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c></row>\
        <row><c t=\"s\"><v>3</v></c><c t=\"s\"><v>2</v></c></row>\
        <row>{}{}</row>\
        <row r=\"9\">{}<c r=\"B9\"><f t=\"shared\" ref=\"B9:B10\" si=\"0\">600+10*(ROW()-8)</f><v>610</v></c></row>\
        <row r=\"10\"><c r=\"A10\" t=\"str\"><v>smd_medicated</v></c><c r=\"B10\"><f t=\"shared\" si=\"0\"/><v>620</v></c></row>\
        <row r=\"11\">{}<c r=\"B11\" s=\"2\"><v>3.0000000000000001E0</v></c></row>\
        <row r=\"12\">{}<c r=\"B12\" t=\"b\"><v>1</v></c></row>\
        <row r=\"13\"><c r=\"A13\" s=\"1\"/><c r=\"B13\" s=\"1\"/></row>\
        </sheetData><phoneticPr fontId=\"1\" type=\"noConversion\"/><pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/></worksheet>",
        inline("Programme code"),
        inline("pilot-2020"),
        inline("月份"),
        inline("smd_deaths"),
        inline("8"),
        inline("smd_managed"),
        inline("smd_moved_in"),
        inline("smd_offence_disposal"),
    );
    zipped([
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", package.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/sharedStrings.xml", strings.as_bytes()),
        ("xl/worksheets/sheet7.xml", sheet.as_bytes()),
    ])
}

fn good() -> Vec<u8> {
    by_hand(|sheet| figure(sheet, 5, "smd_new", 1.0))
}

#[test]
fn what_is_no_workbook_is_told_what_it_looks_like() {
    let cases: [(&[u8], LooksLike); 8] = [
        (b"code,this month\nsmd_new,3\n", LooksLike::Text),
        (b"\xb4\xfa\xc2\xeb,\xb1\xbe\xd4\xc2\n", LooksLike::Text),
        (b"<html><table><tr><td>1</td></tr></table></html>", LooksLike::WebPage),
        (b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>", LooksLike::WebPage),
        (b"%PDF-1.7\n%...", LooksLike::Pdf),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", LooksLike::Picture),
        (b"Rar!\x1a\x07\x01\x00", LooksLike::Archive),
        (b"\0\x01\x02\x03\x04", LooksLike::Unknown),
    ];
    for (bytes, looks) in cases {
        assert_eq!(
            refused(bytes),
            FileTrouble::NotAWorkbook(looks),
            "{bytes:?}"
        );
    }
    assert_eq!(refused(b""), FileTrouble::Nothing);
    let archive = zipped([("readme.txt", b"hello".as_slice())]);
    assert_eq!(
        refused(&archive),
        FileTrouble::NotAWorkbook(LooksLike::Archive)
    );
    let word = zipped([
        ("[Content_Types].xml", b"<Types/>".as_slice()),
        ("word/document.xml", b"<w/>"),
    ]);
    assert_eq!(
        refused(&word),
        FileTrouble::NotAWorkbook(LooksLike::Document)
    );
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "别的表").unwrap();
    assert_eq!(
        refused(&book.save_to_buffer().unwrap()),
        FileTrouble::NoForm
    );
}

#[test]
fn macros_are_not_read() {
    let macros = with_part(&good(), "xl/vbaProject.bin", b"\xd0\xcf\x11\xe0");
    assert_eq!(refused(&macros), FileTrouble::Macros);
    let (name, types) = parts(&good())
        .into_iter()
        .find(|(name, _)| name == "[Content_Types].xml")
        .unwrap();
    let types = String::from_utf8(types).unwrap().replace(
        "openxmlformats-officedocument.spreadsheetml.sheet.main",
        "ms-excel.sheet.macroEnabled.main",
    );
    assert_eq!(
        refused(&with_part(&good(), &name, types.as_bytes())),
        FileTrouble::Macros
    );
    assert_eq!(
        refused(&with_part(&good(), "xl/macrosheets/sheet1.xml", b"<m/>")),
        FileTrouble::Macros
    );
    let ods = with_part(
        include_bytes!("../files/libreoffice.ods"),
        "Basic/Standard/Module1.xml",
        b"<b/>",
    );
    assert_eq!(refused(&ods), FileTrouble::Macros);
    let xls = compound(&[("/Workbook", b"\x09\x08\0\0"), ("/_VBA_PROJECT_CUR", b"")]);
    assert_eq!(refused(&xls), FileTrouble::Macros);
}

fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

#[test]
fn passwords_binaries_and_damage_are_told_apart() {
    assert_eq!(
        refused(&compound(&[
            ("/EncryptedPackage", b"x"),
            ("/EncryptionInfo", b"x")
        ])),
        FileTrouble::Password
    );
    assert_eq!(
        refused(&compound(&[("/Workbook", b"\x2f\0\x02\0\0\0")])),
        FileTrouble::Password
    );
    let manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>";
    let ods = with_part(
        include_bytes!("../files/libreoffice.ods"),
        "META-INF/manifest.xml",
        manifest,
    );
    assert_eq!(refused(&ods), FileTrouble::Password);
    assert_eq!(
        refused(&with_part(&good(), "xl/workbook.bin", b"")),
        FileTrouble::BinaryWorkbook
    );
    assert_eq!(
        refused(&compound(&[("/WordDocument", b"x")])),
        FileTrouble::NotAWorkbook(LooksLike::Document)
    );
    let files: [&[u8]; 4] = [
        &good(),
        include_bytes!("../files/libreoffice.xlsx"),
        include_bytes!("../files/libreoffice.ods"),
        include_bytes!("../files/libreoffice.xls"),
    ];
    for file in files {
        for part in [8, file.len() / 3, file.len() / 2, file.len() - 200] {
            assert_eq!(
                refused(&file[..part]),
                FileTrouble::Damaged,
                "cut at {part} of {}",
                file.len()
            );
        }
        // Whatever byte is wrong, it is read or refused, and never the end of the server.
        for at in (0..file.len()).step_by(file.len() / 60) {
            let mut bent = file.to_vec();
            bent[at] ^= 0x5a;
            let _ = read(&bent);
        }
    }
    let (name, sheet) = parts(&good())
        .into_iter()
        .find(|(name, _)| name == "xl/worksheets/sheet1.xml")
        .unwrap();
    assert_eq!(
        refused(&with_part(&good(), &name, &sheet[..sheet.len() / 2])),
        FileTrouble::Damaged
    );
}

/// The sheet of a good form, with this in the place of its rows' end.
fn with_rows(rows: &str) -> Vec<u8> {
    let (name, sheet) = parts(&good())
        .into_iter()
        .find(|(name, _)| name == "xl/worksheets/sheet1.xml")
        .unwrap();
    let sheet = String::from_utf8(sheet)
        .unwrap()
        .replace("</sheetData>", &format!("{rows}</sheetData>"));
    with_part(&good(), &name, sheet.as_bytes())
}

#[test]
fn a_hundred_thousand_rows_are_read_past_or_told() {
    let rows = |cell: &str| {
        (100..100_100)
            .map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" s=\"0\"{cell}</row>"))
            .collect::<String>()
    };
    let began = std::time::Instant::now();
    let empty = read(&with_rows(&rows("/>"))).unwrap();
    assert_eq!(
        (empty[0].rows.len(), empty[0].troubles.len()),
        (1, 0),
        "formatted rows are nothing"
    );
    let filled = read(&with_rows(&rows("><v>7</v></c>"))).unwrap();
    assert_eq!(filled[0].rows.len(), 1);
    let told: Vec<_> = filled[0]
        .troubles
        .iter()
        .map(|trouble| (trouble.cell.as_str(), &trouble.what))
        .collect();
    assert_eq!(told, [("A5001", &WrongCell::TooManyRows { read: 5_000 })]);
    let codes = (100..100_100).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"str\"><v>smd_more_{row}</v></c><c r=\"C{row}\"><v>7</v></c></row>")).collect::<String>();
    let filled = read(&with_rows(&codes)).unwrap();
    assert_eq!(
        (filled[0].rows.len(), filled[0].troubles.len()),
        (1, 41),
        "forty are told, and how many more"
    );
    assert!(matches!(
        filled[0].troubles[40].what,
        WrongCell::AndMore { .. }
    ));
    // A cell at the far corner does not lay out a sheet of seventeen thousand million cells.
    let corner = read(&with_rows(
        "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row>",
    ))
    .unwrap();
    assert_eq!(corner[0].troubles[0].cell, "XFD1048576");
    assert!(began.elapsed().as_secs() < 60, "{:?}", began.elapsed());
}

#[test]
fn what_unpacks_too_large_is_not_unpacked() {
    let zeros = vec![b' '; 130_000_000];
    let bomb = with_part(&good(), "xl/worksheets/sheet1.xml", &zeros);
    assert!(bomb.len() < 1_000_000, "{} bytes", bomb.len());
    assert_eq!(refused(&bomb), FileTrouble::Bomb);
    let texts = with_part(&good(), "xl/sharedStrings.xml", &zeros[..40_000_000]);
    assert_eq!(refused(&texts), FileTrouble::Bomb);
    let tight = with_part(&good(), "xl/worksheets/sheet9.xml", &zeros[..20_000_000]);
    assert_eq!(refused(&tight), FileTrouble::Bomb);
    // The directory says that it is small, and lies: the part is unpacked no further for that.
    let mut liar = bomb.clone();
    let size = 130_000_000_u32.to_le_bytes();
    let claims: Vec<usize> = liar
        .windows(4)
        .enumerate()
        .filter(|(_, four)| *four == size)
        .map(|(at, _)| at)
        .collect();
    assert!(!claims.is_empty());
    for at in claims {
        liar[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    assert!(matches!(
        refused(&liar),
        FileTrouble::Bomb | FileTrouble::Damaged
    ));
    let many: Vec<String> = (0..4_000)
        .map(|number| format!("xl/part{number}.xml"))
        .collect();
    assert_eq!(
        refused(&zipped(
            many.iter().map(|name| (name.as_str(), b"".as_slice()))
        )),
        FileTrouble::Bomb
    );
    // Short words for large sheets, in the other formats.
    let cells = "<office:document-content xmlns:office=\"o\" xmlns:table=\"t\"><table:table table:name=\"a\">\
        <table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"float\" office:value=\"1\"/></table:table-row>\
        </table:table></office:document-content>";
    let ods = with_part(
        include_bytes!("../files/libreoffice.ods"),
        "content.xml",
        cells.as_bytes(),
    );
    assert_eq!(refused(&ods), FileTrouble::NoForm);
    let record = |kind: u16, data: &[u8]| {
        [
            &kind.to_le_bytes()[..],
            &(data.len() as u16).to_le_bytes(),
            data,
        ]
        .concat()
    };
    let dimensions = [0_u32.to_le_bytes(), u32::MAX.to_le_bytes()].concat();
    let globals = record(0x0809, &[0, 6, 5, 0, 0, 0, 0, 0]);
    let sheet = record(
        0x0085,
        &[
            &(globals.len() as u32 + 4 + 9).to_le_bytes()[..],
            &[0, 0, 1, 0, b'a'],
        ]
        .concat(),
    );
    let claims = record(0x0200, &[&dimensions[..], &[0, 0, 255, 0, 0, 0]].concat());
    let stream = [globals.clone(), sheet, globals, claims, record(0x000a, &[])].concat();
    assert_eq!(
        refused(&compound(&[("/Workbook", &stream)])),
        FileTrouble::Bomb
    );
}
