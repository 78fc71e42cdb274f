//! Rows: universities and lectures one by one.

use super::figures::with_commas;
use super::{Words, count};
use kpi::catalogue::Lang;
use kpi::fault::Reason;
use kpi::fraction::Fraction;
use kpi::rows::{
    Column, Department, Doubt, LONGEST_TEXT, RowFault, RowList, RowReason, STUDENTS_PER_TEACHER,
    University,
};

impl Words {
    /// 逐条明细 / Row by row
    pub fn lists(self) -> &'static str {
        self.pick("逐条明细", "Row by row")
    }

    /// What a list is called.
    pub fn list_name(self, list: &RowList) -> &'static str {
        match list.code {
            "universities" => self.pick("高等院校逐校明细", "Universities one by one"),
            _ => self.pick("部门讲座逐场明细", "Lectures one by one"),
        }
    }

    /// What a list is for, and what follows from it.
    pub fn list_note(self, list: &RowList) -> &'static str {
        match list.code {
            "universities" => self.pick(
                "每校一行。填了明细，高校数、达标数、学生数和教师数就由明细计算，不再手填。每名专职教师对应学生不超过 4,000 人为达标；没有学生的学校不缺教师，计为达标；兼职教师不计。",
                "One row for each university. With rows, the counts of universities, of those that meet the ratio, of students and of teachers are computed and no longer typed. At most 4,000 students for each full-time teacher is met; a university without students lacks no teacher and is met; part-time teachers do not count.",
            ),
            _ => self.pick(
                "每场一行，只填本月举办的。填了明细，五个部门的讲座次数就由明细计算，不再手填；没有列出讲座的部门计 0 次。",
                "One row for each lecture held in this month. With rows, the counts of all five departments are computed and no longer typed; a department without a row counts 0.",
            ),
        }
    }

    /// The head of a column.
    pub fn row_column(self, column: Column) -> &'static str {
        match column {
            Column::Name => self.pick("学校名称", "University"),
            Column::Students => self.pick("在校学生数", "Students"),
            Column::Teachers => self.pick("专职教师数", "Full-time teachers"),
            Column::Department => self.pick("部门", "Department"),
            Column::Day => self.pick("日期", "Date"),
            Column::Place => self.pick("地点", "Place"),
            Column::Topic => self.pick("主题（可不填）", "Topic (optional)"),
            Column::Participants => self.pick("参加人数（可不填）", "People (optional)"),
        }
    }

    /// A column of a row, for those who hear the page.
    pub fn cell_label(self, column: Column, line: usize) -> String {
        match self.0 {
            Lang::Zh => format!("第 {line} 行，{}", self.row_column(column)),
            Lang::En => format!("Row {line}, {}", self.row_column(column)),
        }
    }

    /// A department's name.
    pub fn department_name(self, department: Department) -> &'static str {
        match department {
            Department::Police => self.pick("公安", "Public security"),
            Department::Justice => self.pick("司法行政", "Justice administration"),
            Department::Petition => self.pick("信访", "Petitions"),
            Department::Civil => self.pick("民政", "Civil affairs"),
            Department::Disabled => self.pick("残联", "Disabled Persons' Federation"),
        }
    }

    /// 行 / Row
    pub fn row_number(self) -> &'static str {
        self.pick("行", "Row")
    }

    /// 判定 / What it comes to
    pub fn row_meaning(self) -> &'static str {
        self.pick("判定", "What it means")
    }

    /// 删除 / Delete
    pub fn delete_row(self) -> &'static str {
        self.pick("删除", "Delete")
    }

    /// Which row is deleted, for those who hear the page.
    pub fn delete_line(self, line: usize) -> String {
        match self.0 {
            Lang::Zh => format!("删除第 {line} 行"),
            Lang::En => format!("Delete row {line}"),
        }
    }

    /// 保存明细 / Save rows
    pub fn save_rows(self) -> &'static str {
        self.pick("保存明细", "Save rows")
    }

    /// 加 5 行 / Five more rows
    pub fn more_rows(self) -> &'static str {
        self.pick("再加 5 行", "Five more rows")
    }

    /// How to paste.
    pub fn paste_note(self) -> &'static str {
        self.pick(
            "可从 Excel、WPS 复制几行，粘贴到第一个空行。清空一行或勾选“删除”，保存后该行即删去。",
            "Rows copied from Excel or WPS can be pasted into the first empty row. Clear a row, or tick Delete, and it is gone when saved.",
        )
    }

    /// 由明细计算 / Computed from the rows
    pub fn rows_computed(self) -> &'static str {
        self.pick("由明细计算", "Computed from the rows")
    }

    /// That nothing is computed yet.
    pub fn nothing_computed(self) -> &'static str {
        self.pick(
            "还没有明细：这些数在报表里手填。",
            "There are no rows yet: these figures are typed in the return.",
        )
    }

    /// That the return says something else.
    pub fn standing_differs(self, standing: &str) -> String {
        match self.0 {
            Lang::Zh => format!("报表中现为 {standing}"),
            Lang::En => format!("the return now says {standing}"),
        }
    }

    /// 由 12 行明细计算 · 修改明细 / computed from 12 rows · edit rows
    pub fn from_rows(self, rows: usize) -> String {
        match (self.0, rows) {
            (Lang::Zh, _) => format!("由 {rows} 行明细计算 · 修改明细"),
            (Lang::En, 1) => "computed from 1 row · edit rows".to_owned(),
            (Lang::En, _) => format!("computed from {rows} rows · edit rows"),
        }
    }

    /// 12 行 / 12 rows
    pub fn row_count(self, rows: usize) -> String {
        match (self.0, rows) {
            (Lang::Zh, 0) => "还没有明细，数在报表里手填".to_owned(),
            (Lang::En, 0) => "no rows yet, the figures are typed".to_owned(),
            (Lang::Zh, _) => format!("{rows} 行，数由明细计算"),
            (Lang::En, 1) => "1 row, the figures are computed".to_owned(),
            (Lang::En, _) => format!("{rows} rows, the figures are computed"),
        }
    }

    /// 没有明细 / There are no rows
    pub fn rows_none(self) -> &'static str {
        self.pick("没有明细。", "There are no rows.")
    }

    /// 回到报表 / Back to the return
    pub fn to_return(self) -> &'static str {
        self.pick("回到报表", "Back to the return")
    }

    /// 沿用，未确认 / Carried, not confirmed
    pub fn rows_carried(self, month: &str) -> String {
        match self.0 {
            Lang::Zh => format!("{month}接收的明细：沿用，未确认"),
            Lang::En => format!("Rows accepted for {month}: carried, not confirmed"),
        }
    }

    /// Takes the carried rows over.
    pub fn rows_carry(self, rows: usize) -> String {
        match (self.0, rows) {
            (Lang::Zh, _) => format!("沿用这 {rows} 行"),
            (Lang::En, 1) => "Take over this row".to_owned(),
            (Lang::En, _) => format!("Take over these {rows} rows"),
        }
    }

    /// Rows of earlier months.
    pub fn earlier_rows(self, list: &RowList) -> &'static str {
        match list.code {
            "universities" => self.pick("上次接收的明细", "Rows accepted last"),
            _ => self.pick("本年前几个月的讲座", "Lectures earlier in the year"),
        }
    }

    /// What became of a row since the accepted version.
    pub fn added_row(self) -> &'static str {
        self.pick("新增", "Added")
    }

    /// It is gone.
    pub fn removed_row(self) -> &'static str {
        self.pick("已删除", "Removed")
    }

    /// What a university comes to: its ratio, and what is missing.
    pub fn university_told(self, one: &University) -> String {
        let mark = Fraction::whole(i128::from(STUDENTS_PER_TEACHER));
        let ratio = match one.students_per_teacher() {
            Some(ratio) => {
                let ratio = with_commas(&ratio.rounded_beside(mark, 0));
                match self.0 {
                    Lang::Zh => format!("每名教师 {ratio} 名学生"),
                    Lang::En => format!("{ratio} students a teacher"),
                }
            }
            None => self.pick("无专职教师", "no full-time teacher").to_owned(),
        };
        match (self.0, one.missing()) {
            (_, 0) => ratio,
            (Lang::Zh, missing) => format!("{ratio}，还差 {} 名专职教师", count(missing)),
            (Lang::En, 1) => format!("{ratio}, 1 more full-time teacher"),
            (Lang::En, missing) => format!("{ratio}, {} more full-time teachers", count(missing)),
        }
    }

    /// What is wrong in a row, to stand beside its cell.
    pub fn row_fault(self, fault: &RowFault) -> String {
        let column = self.row_column(fault.column);
        let typed_count = |typed: &str| match self.0 {
            Lang::Zh => format!("“{typed}”不是人数：请填 0 或正整数，如 1250。"),
            Lang::En => {
                format!("\"{typed}\" is no count: enter a whole number, 0 or more, such as 1250.")
            }
        };
        match (&fault.reason, self.0) {
            (RowReason::Missing, Lang::Zh) => format!("还没有填{column}。"),
            (RowReason::Missing, Lang::En) => format!("{column} is missing."),
            (RowReason::TooLong, Lang::Zh) => format!("最多 {LONGEST_TEXT} 个字：请缩短。"),
            (RowReason::TooLong, Lang::En) => {
                format!("At most {LONGEST_TEXT} characters: shorten it.")
            }
            (RowReason::Twice { line }, Lang::Zh) => {
                format!("与第 {line} 行是同一所学校：请只留一行。")
            }
            (RowReason::Twice { line }, Lang::En) => {
                format!("The same university as in row {line}: keep one of them.")
            }
            (RowReason::NotACount(reason), lang) => match reason {
                Reason::TooLarge { typed } => match lang {
                    Lang::Zh => format!("{typed} 过大：请检查是否多输了数字。"),
                    Lang::En => format!("{typed} is too large. Check for extra digits."),
                },
                Reason::NotANumber { typed }
                | Reason::Negative { typed }
                | Reason::NotWhole { typed } => typed_count(typed),
                _ => typed_count(""),
            },
            (RowReason::Nobody, Lang::Zh) => {
                "参加人数是 0：没有人参加就不是一场讲座；不清楚人数请留空。".to_owned()
            }
            (RowReason::Nobody, Lang::En) => {
                "Nobody came: then it was no lecture. Leave it empty where the number is not known."
                    .to_owned()
            }
            (RowReason::NotADay { typed }, Lang::Zh) => {
                format!("“{typed}”不是日期：请写成 2020-11-03 或 2020年11月3日。")
            }
            (RowReason::NotADay { typed }, Lang::En) => {
                format!("\"{typed}\" is no date: write it as 2020-11-03.")
            }
            (RowReason::OutsideMonth { day, period }, Lang::Zh) => format!(
                "{} 不在{}：请填到所属月份的报表。",
                self.day(*day),
                self.month(*period)
            ),
            (RowReason::OutsideMonth { day, period }, Lang::En) => format!(
                "{} is not in {}: enter it in the return of its own month.",
                self.day(*day),
                self.month(*period)
            ),
            (RowReason::NoDepartment { typed }, Lang::Zh) => {
                format!("“{typed}”不是五个部门之一：请重新选择。")
            }
            (RowReason::NoDepartment { typed }, Lang::En) => {
                format!("\"{typed}\" is none of the five departments: choose one.")
            }
        }
    }

    /// What asks for a second look.
    pub fn row_doubt(self, doubt: &Doubt) -> String {
        let list = |lines: &[usize]| {
            lines
                .iter()
                .map(usize::to_string)
                .collect::<Vec<_>>()
                .join(self.pick("、", ", "))
        };
        match (doubt, self.0) {
            (Doubt::NoStudents { line }, Lang::Zh) => {
                format!("第 {line} 行的学校没有学生，计为达标：请确认。")
            }
            (Doubt::NoStudents { line }, Lang::En) => {
                format!("The university in row {line} has no students and counts as met: confirm.")
            }
            (Doubt::HeldTogether { lines, departments }, _) => {
                let departments = departments
                    .iter()
                    .map(|one| self.department_name(*one))
                    .collect::<Vec<_>>()
                    .join(self.pick("、", ", "));
                match self.0 {
                    Lang::Zh => format!(
                        "第 {} 行的日期、地点、主题相同，由{departments}分别填报：请确认各部门是否可以各计一次。",
                        list(lines)
                    ),
                    Lang::En => format!(
                        "Rows {} have one date, place and topic and are listed by {departments}: confirm that each department may count it.",
                        list(lines)
                    ),
                }
            }
            (Doubt::ListedTwice { lines }, Lang::Zh) => format!(
                "第 {} 行的部门、日期、地点、主题都相同，会计作 {} 次：请确认没有重复。",
                list(lines),
                lines.len()
            ),
            (Doubt::ListedTwice { lines }, Lang::En) => format!(
                "Rows {} are alike and count {} times: confirm that none is entered twice.",
                list(lines),
                lines.len()
            ),
        }
    }

    /// What the return says where its rows have faults.
    pub fn rows_faulty(self, list: &str, line: usize, faults: usize) -> String {
        let name = RowList::of(list).map_or("", |list| self.list_name(list));
        match (self.0, faults) {
            (Lang::Zh, _) => {
                format!("{name}有 {faults} 处需要更正（从第 {line} 行起）：请打开明细更正。")
            }
            (Lang::En, 1) => format!("{name}: row {line} needs correcting. Open the rows."),
            (Lang::En, _) => {
                format!(
                    "{name}: {faults} places need correcting, from row {line} on. Open the rows."
                )
            }
        }
    }

    /// Why something happened, or from where: as somebody wrote it, or the rows that were changed.
    pub fn reason_told(self, reason: &str) -> String {
        let rows = || {
            let mut parts = reason.strip_prefix("rows:")?.split(':');
            let (list, was, now) = (parts.next()?, parts.next()?, parts.next()?);
            Some((RowList::of(list)?, was.to_owned(), now.to_owned()))
        };
        match rows() {
            None => reason.to_owned(),
            Some((list, was, now)) => match self.0 {
                Lang::Zh => format!("{}：{was} 行 → {now} 行", self.list_name(list)),
                Lang::En => format!("{}: {was} → {now} rows", self.list_name(list)),
            },
        }
    }
}
