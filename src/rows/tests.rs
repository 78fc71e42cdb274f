//! Rows and the figures they come to.

use super::*;
use crate::catalogue::{RuleKind, catalogue};
use crate::fault::Reason;
use crate::{Period, fraction::Fraction};
use proptest::prelude::*;

const NOVEMBER: Period = Period::literal(2020, 11);

fn universities() -> &'static RowList {
    RowList::of("universities").unwrap()
}

fn lectures() -> &'static RowList {
    RowList::of("lectures").unwrap()
}

fn university(name: &str, students: &str, teachers: &str) -> TypedRow {
    TypedRow::of([
        (Column::Name, name),
        (Column::Students, students),
        (Column::Teachers, teachers),
    ])
}

fn lecture(department: &str, day: &str, place: &str) -> TypedRow {
    TypedRow::of([
        (Column::Department, department),
        (Column::Day, day),
        (Column::Place, place),
    ])
}

fn reasons(read: &Read) -> Vec<(usize, Column, &RowReason)> {
    read.faults
        .iter()
        .map(|fault| (fault.line, fault.column, &fault.reason))
        .collect()
}

#[test]
fn the_lists_name_elements_of_their_return_each_once() {
    let mut seen = std::collections::BTreeSet::new();
    for list in &LISTS {
        for element in list.elements() {
            let known = catalogue().element(element).unwrap();
            assert_eq!(
                (known.tier, known.programme.as_str()),
                (list.tier, list.programme)
            );
            assert!(seen.insert(element), "{element} is computed twice");
            assert_eq!(RowList::computing(element), Some(list));
        }
    }
    assert_eq!(RowList::computing("hospitals_total"), None);
    assert_eq!(RowList::asked("pilot-2020", &[Tier::County]).count(), 0);
    assert_eq!(
        RowList::asked("pilot-2020", &[Tier::County, Tier::Region]).count(),
        2
    );
    assert_eq!(RowList::asked("hotline-12355", &[Tier::Region]).count(), 0);
    for department in Department::ALL {
        let rule = format!("{}-4", department.indicator());
        let rule = catalogue()
            .rules()
            .iter()
            .find(|one| one.id == rule)
            .unwrap();
        assert_eq!(rule.kind, RuleKind::Rows);
    }
}

#[test]
fn one_teacher_for_4000_students_is_enough_and_for_4001_is_not() {
    let of = |students, teachers| University {
        name: "甲大学".to_owned(),
        students,
        teachers,
    };
    for (students, teachers, missing) in [
        (4000, 1, 0),
        (4001, 1, 1),
        (8000, 2, 0),
        (8001, 2, 1),
        (3999, 1, 0),
        (1, 0, 1),
        (4000, 0, 1),
        (0, 0, 0),
        (0, 3, 0),
        (12_001, 1, 3),
        (1_000_000_000_000, 250_000_000, 0),
        (1_000_000_000_000, 249_999_999, 1),
    ] {
        let one = of(students, teachers);
        assert_eq!(
            (one.is_met(), one.missing()),
            (missing == 0, missing),
            "{students}:{teachers}"
        );
    }
    assert_eq!(
        of(4001, 1).students_per_teacher(),
        Some(Fraction::whole(4001))
    );
    assert_eq!(of(4001, 0).students_per_teacher(), None);
}

#[test]
fn the_counts_come_from_the_rows_and_blank_rows_are_none() {
    let rows = [
        university("甲大学", "8,000", "２"),
        TypedRow::default(),
        university("乙学院", "4001", "1"),
        university("丙学院", " 4000 ", "1"),
    ];
    let read = read(universities(), NOVEMBER, &rows);
    assert_eq!(read.faults, []);
    let counts: Vec<_> = read.counts().into_iter().collect();
    assert_eq!(
        counts,
        [
            ("universities_ratio_met", 2),
            ("universities_total", 3),
            ("university_counsellors", 4),
            ("university_students", 16_001),
        ]
    );
    assert_eq!(
        super::read(universities(), NOVEMBER, &[TypedRow::default()])
            .counts()
            .len(),
        0
    );
}

#[test]
fn what_is_wrong_is_said_with_row_and_column() {
    let rows = [
        university("甲大学", "八千", "2"),
        university(" 甲 大学", "-1", "1.5"),
        university("", "10", ""),
    ];
    let read = read(universities(), NOVEMBER, &rows);
    let reasons = reasons(&read);
    assert_eq!(reasons.len(), 6, "{reasons:?}");
    assert!(matches!(
        reasons[0],
        (
            1,
            Column::Students,
            RowReason::NotACount(Reason::NotANumber { .. })
        )
    ));
    assert!(matches!(
        reasons[1],
        (
            2,
            Column::Students,
            RowReason::NotACount(Reason::Negative { .. })
        )
    ));
    assert!(matches!(
        reasons[2],
        (
            2,
            Column::Teachers,
            RowReason::NotACount(Reason::NotWhole { .. })
        )
    ));
    assert!(matches!(
        reasons[3],
        (2, Column::Name, RowReason::Twice { line: 1 })
    ));
    assert!(matches!(reasons[4], (3, Column::Name, RowReason::Missing)));
    assert!(matches!(
        reasons[5],
        (3, Column::Teachers, RowReason::Missing)
    ));
    let fault = read.fault().unwrap();
    assert_eq!(fault.element, "universities_total");
    assert_eq!(
        fault.reason,
        Reason::Rows {
            list: "universities".to_owned(),
            line: 1,
            faults: 6
        }
    );
}

#[test]
fn lectures_count_by_department_and_only_in_their_month() {
    let rows = [
        lecture("police", "2020-11-03", "市局礼堂"),
        lecture("公安", "2020年11月30日", "市局礼堂"),
        lecture("民政局", "11月3日", "民政局"),
        lecture("police", "2020-12-01", "市局礼堂"),
        lecture("police", "2019-11-03", "市局礼堂"),
        lecture("教育", "2020-11-04", "学校"),
        lecture("justice", "下周三", ""),
        lecture("justice", "2020-11-31", "司法局"),
    ];
    let read = read(lectures(), NOVEMBER, &rows);
    let counts = read.counts();
    assert_eq!(
        (counts["lectures_police"], counts["lectures_civil"]),
        (2, 1)
    );
    assert_eq!(
        (counts["lectures_justice"], counts["lectures_disabled"]),
        (0, 0)
    );
    let reasons = reasons(&read);
    assert!(matches!(
        reasons[0],
        (4, Column::Day, RowReason::OutsideMonth { .. })
    ));
    assert!(matches!(
        reasons[1],
        (5, Column::Day, RowReason::OutsideMonth { .. })
    ));
    assert!(matches!(
        reasons[2],
        (6, Column::Department, RowReason::NoDepartment { .. })
    ));
    assert!(matches!(
        reasons[3],
        (7, Column::Day, RowReason::NotADay { .. })
    ));
    assert!(matches!(reasons[4], (7, Column::Place, RowReason::Missing)));
    assert!(matches!(
        reasons[5],
        (8, Column::Day, RowReason::NotADay { .. })
    ));
    assert_eq!(reasons.len(), 6);
}

#[test]
fn nobody_in_the_room_is_no_lecture_and_an_unknown_number_is_one() {
    let mut row = lecture("police", "2020-11-03", "礼堂");
    assert_eq!(read(lectures(), NOVEMBER, &[row.clone()]).faults, []);
    row.put(Column::Participants, "0");
    let read = read(lectures(), NOVEMBER, &[row]);
    assert_eq!(
        reasons(&read),
        [(1, Column::Participants, &RowReason::Nobody)]
    );
}

#[test]
fn one_lecture_of_several_departments_asks_for_a_second_look() {
    let rows = [
        lecture("police", "2020-11-03", "礼堂"),
        lecture("justice", "2020年11月3日", "礼 堂"),
        lecture("justice", "2020-11-03", "礼堂"),
        lecture("civil", "2020-11-04", "礼堂"),
    ];
    let read = read(lectures(), NOVEMBER, &rows);
    assert_eq!(read.faults, []);
    assert_eq!(
        read.doubts,
        [
            Doubt::HeldTogether {
                lines: vec![1, 2, 3],
                departments: vec![Department::Police, Department::Justice],
            },
            Doubt::ListedTwice { lines: vec![2, 3] },
        ]
    );
    let rules: Vec<String> = read
        .broken()
        .into_iter()
        .map(|broken| broken.rule)
        .collect();
    assert_eq!(rules, ["lecture-police-4", "lecture-justice-4"]);
    assert_eq!(
        read.counts()["lectures_justice"],
        2,
        "a doubt stops nothing"
    );
}

#[test]
fn a_list_is_held_against_what_it_was() {
    let before = [
        university("甲大学", "8000", "2"),
        university("乙学院", "10", "1"),
        university("丙学院", "5", "1"),
    ];
    let now = [
        university("乙学院", "10", "1"),
        university("甲 大学", "9000", "2"),
        university("丁学院", "1", "1"),
    ];
    let compared = compare(universities(), &before, &now);
    assert_eq!(
        compared,
        [
            Compared::Same(now[0].clone()),
            Compared::Changed {
                was: before[0].clone(),
                now: now[1].clone()
            },
            Compared::Added(now[2].clone()),
            Compared::Removed(before[2].clone()),
        ]
    );
}

#[test]
fn a_pasted_block_keeps_its_empty_cells_and_loses_its_line_breaks() {
    let block = pasted("\"甲\n大学\"\t\t2\n\t4001\n");
    assert_eq!(block, [vec!["甲 大学", "", "2"], vec!["", "4001"]]);
    assert!(pasted("").is_empty());
}

proptest! {
    #[test]
    fn the_counts_are_what_one_counts_by_hand(each in prop::collection::vec((0i64..20_000, 0i64..6), 0..40)) {
        let rows: Vec<TypedRow> = each
            .iter()
            .enumerate()
            .map(|(at, (students, teachers))| university(&format!("第{at}大学"), &students.to_string(), &teachers.to_string()))
            .collect();
        let counts = read(universities(), NOVEMBER, &rows).counts();
        prop_assert_eq!(counts.is_empty(), each.is_empty());
        if !each.is_empty() {
            // By rational division, where the code multiplies.
            let met = each.iter().filter(|(students, teachers)| match teachers {
                0 => *students == 0,
                _ => Fraction::new(i128::from(*students), i128::from(*teachers)).unwrap() <= Fraction::whole(4000),
            });
            prop_assert_eq!(counts["universities_ratio_met"], met.count() as i64);
            prop_assert_eq!(counts["universities_total"], each.len() as i64);
            prop_assert_eq!(counts["university_students"], each.iter().map(|one| one.0).sum::<i64>());
            prop_assert_eq!(counts["university_counsellors"], each.iter().map(|one| one.1).sum::<i64>());
            prop_assert!(counts["universities_ratio_met"] <= counts["universities_total"]);
        }
    }

    #[test]
    fn each_lecture_counts_once_for_its_department(each in prop::collection::vec((0usize..5, 1u32..=30), 0..60)) {
        let rows: Vec<TypedRow> = each
            .iter()
            .map(|(by, day)| lecture(Department::ALL[*by].code(), &format!("2020-11-{day:02}"), "礼堂"))
            .collect();
        let read = read(lectures(), NOVEMBER, &rows);
        prop_assert_eq!(read.faults.len(), 0);
        for (at, (element, _)) in lectures().computes.iter().enumerate() {
            let by_hand = each.iter().filter(|(by, _)| *by == at).count() as i64;
            prop_assert_eq!(read.counts().get(element).copied().unwrap_or(0), by_hand);
        }
    }

    #[test]
    fn no_text_makes_reading_panic(text in "\\PC{0,30}", other in "\\PC{0,30}") {
        read(lectures(), NOVEMBER, &[lecture(&text, &other, &text)]);
        read(universities(), NOVEMBER, &[university(&text, &other, &text)]);
        pasted(&text);
    }
}
