//! What is said about workbooks: what the pages offer, what is wrong with a file, a sheet, a
//! cell, and what to do about it.

use super::Words;
use crate::ask::workbooks::{
    CellTrouble, Column, FileTrouble, LooksLike, SheetTrouble, WrongCell, WrongSheet,
};
use kpi::catalogue::{Lang, programme};
use kpi::returns::Stage;

macro_rules! words {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        impl Words {
            $(
                #[doc = concat!($zh, " / ", $en)]
                pub fn $name(self) -> &'static str {
                    match self.0 {
                        Lang::Zh => $zh,
                        Lang::En => $en,
                    }
                }
            )*
        }
    };
}

words! {
    download_form: "下载表格（.xlsx）", "Download the form (.xlsx)";
    upload_form: "上传填好的表格", "Upload a filled-in form";
    upload_title: "上传表格", "Upload a form";
    upload_lead: "可离线填写：下载、填好、保存、在这里上传。先逐格显示差异，确认后才保存。", "Fill it in offline: download, fill in, save, upload here. The differences are shown cell by cell, and nothing is saved before you apply them.";
    upload_file: "选择文件（.xlsx、.ods 或 .xls，最大 5 MB）", "Choose a file (.xlsx, .ods or .xls, at most 5 MB)";
    upload_button: "上传并比较", "Upload and compare";
    upload_blank_note: "表中空着的格不改动报表。", "Cells left blank in the file change nothing.";
    upload_locked: "这张报表现在不能由您填写，因此不能上传。", "You cannot fill in this return now, so nothing can be uploaded to it.";
    back_to_return: "回到报表", "Back to the return";
    differences: "逐格差异", "Differences, cell by cell";
    now_in_return: "报表现在是", "In the return now";
    file_says: "文件里是", "The file says";
    cell_of_file: "单元格", "Cell";
    what_is_wrong: "需要更正", "To be corrected";
    nothing_differs: "文件与报表一致，没有可应用的改动。", "The file says what the return says: there is nothing to apply.";
    apply_changes: "应用这些改动", "Apply these changes";
    apply_note: "尚未保存。应用后存为草稿；标出的问题可以在表单里更正。", "Nothing is saved yet. Applied, the changes become a draft; what is marked can be corrected in the form.";
    not_taken: "这些格没有采用", "These cells are not taken";
    sheets_not_taken: "这些工作表没有采用", "These sheets are not taken";
    older_form: "这份表格是按旧目录下载的：各行已按代码对上，请再核对一遍。", "This form was downloaded from an older catalogue: its rows were matched by code; please look again.";
    file_not_taken: "文件没有采用", "The file was not taken";
    nothing_saved: "没有保存任何内容。", "Nothing was saved.";
    region_workbook: "下级汇总工作簿", "Workbook of the units below";
    region_workbook_lead: "一个文件，每个下级单位一张工作表。", "One file with a sheet for each unit below.";
    region_workbook_note: "应用后存为各单位的草稿；由各单位核对后自行报送。已报送或已接收的报表不会改动。", "Applied, the figures become drafts of the units, which check and submit them themselves. Returns in review or accepted are not touched.";
    download_workbook: "下载工作簿（.xlsx）", "Download the workbook (.xlsx)";
    open_workbook: "下载或上传工作簿", "Download or upload the workbook";
    take_unit: "应用这个单位的改动", "Apply this unit's changes";
    applied_title: "已保存为草稿", "Saved as drafts";
    applied_lead: "请各单位核对后报送。", "The units check them and submit.";
    nothing_taken: "没有选择任何单位，未保存任何内容。", "No unit was chosen; nothing was saved.";
    filled_from_above: "上级已用工作簿代填草稿，请核对后报送。", "The draft was filled in from above by workbook: check it, then submit.";
    did_fill_below: "由上级代填草稿", "filled in the draft from above";
    sheet_named: "工作表", "Sheet";
    may_be_filled: "可代填", "Can be filled in";
    units_below: "下级单位", "Units below";
}

impl Words {
    /// How many cells say the same, and how many say nothing.
    pub fn same_and_blank(self, same: usize, blank: usize) -> String {
        match self.0 {
            Lang::Zh => format!("{same} 格与报表相同，{blank} 格空着不改动。"),
            Lang::En => format!(
                "{same} cells say what the return says; {blank} are blank and change nothing."
            ),
        }
    }

    /// How many cells would change.
    pub fn changes_count(self, changes: usize) -> String {
        match (self.0, changes) {
            (Lang::Zh, 0) => "没有改动".to_owned(),
            (Lang::En, 0) => "nothing changes".to_owned(),
            (Lang::Zh, _) => format!("{changes} 格有改动"),
            (Lang::En, 1) => "1 cell changes".to_owned(),
            (Lang::En, _) => format!("{changes} cells change"),
        }
    }

    /// What is wrong with a file, and what to do.
    pub fn file_trouble(self, trouble: &FileTrouble) -> String {
        let (zh, en) = match trouble {
            FileTrouble::Sheet(sheet) => return self.sheet_trouble(sheet),
            FileTrouble::Nothing => (
                "没有选择文件，或文件是空的：请选择填好的表格再上传。",
                "No file was chosen, or it is empty: choose the filled-in form and upload again.",
            ),
            FileTrouble::NotAWorkbook(looks) => return self.looks_like(*looks),
            FileTrouble::Macros => (
                "文件含有宏，为安全起见不读取：请另存为“Excel 工作簿（.xlsx）”（不含宏）再上传。",
                "The file carries macros and is not read, for safety: save it as \"Excel workbook (.xlsx)\", without macros, and upload that.",
            ),
            FileTrouble::Password => (
                "文件有打开密码，无法读取：请去掉密码后另存，再上传。",
                "The file opens with a password only: remove the password, save, and upload again.",
            ),
            FileTrouble::BinaryWorkbook => (
                "这是二进制工作簿（.xlsb）：请另存为“Excel 工作簿（.xlsx）”再上传。",
                "This is a binary workbook (.xlsb): save it as \"Excel workbook (.xlsx)\" and upload that.",
            ),
            FileTrouble::Damaged => (
                "文件不完整或已损坏：请重新打开、保存后再上传；打不开的请重新下载表格。",
                "The file is incomplete or damaged: open it, save it and upload it again; if it does not open, download the form anew.",
            ),
            FileTrouble::Bomb => (
                "文件解压后过大，不像报表，未读取：请重新下载表格，把数字填进去再上传。",
                "Unpacked the file is far larger than any form, and was not read: download the form anew, enter the figures and upload that.",
            ),
            FileTrouble::NoForm => (
                "文件里没有找到表格：请下载本月表格，在其中填写；“代码”和“本月填报”两列的标题须保留。",
                "The form was not found in the file: download this month's form and fill that in; the headings \"Code\" and \"This month\" must stay.",
            ),
            FileTrouble::OtherHolding => (
                "演示数据和真实数据不能混用：请从本系统重新下载表格。",
                "Demo figures and real ones do not mix: download the form from this installation.",
            ),
        };
        self.pick(zh, en).to_owned()
    }

    fn looks_like(self, looks: LooksLike) -> String {
        let (zh, en) = match looks {
            LooksLike::Text => ("文本（如 CSV）", "lines of text, such as CSV"),
            LooksLike::WebPage => ("网页或 XML", "a web page or XML"),
            LooksLike::Pdf => ("PDF", "a PDF"),
            LooksLike::Picture => ("图片", "a picture"),
            LooksLike::Document => ("文字文档", "a text document"),
            LooksLike::Archive => ("压缩包", "an archive"),
            LooksLike::Unknown => ("其他文件", "another kind of file"),
        };
        match self.0 {
            Lang::Zh => format!(
                "这不是电子表格（看起来是{zh}），与文件名无关：请用 Excel、WPS 或 LibreOffice 打开下载的表格，填好后存为 .xlsx 再上传。"
            ),
            Lang::En => format!(
                "This is not a workbook (it looks like {en}), whatever its name: open the downloaded form in Excel, WPS or LibreOffice, fill it in, save it as .xlsx and upload that."
            ),
        }
    }

    /// What is wrong with a sheet, and what to do; to stand after its name.
    pub fn sheet_trouble(self, trouble: &SheetTrouble) -> String {
        match (&trouble.what, self.0) {
            (WrongSheet::NoColumn(column), lang) => {
                let name = self.column(*column);
                match lang {
                    Lang::Zh => format!("没有找到“{name}”这一列的标题：请恢复标题行，或重新下载表格。"),
                    Lang::En => format!(
                        "the heading of the column \"{name}\" was not found. Restore the heading row, or download the form anew."
                    ),
                }
            }
            (WrongSheet::NoHead, Lang::Zh) => {
                "表头没有地区代码、方案和月份，不知道是谁的哪个月：请保留表头，或重新下载表格。".to_owned()
            }
            (WrongSheet::NoHead, Lang::En) => {
                "the unit's code, the programme and the month are gone from its head, so that nobody knows whose figures these are. Keep the head, or download the form anew.".to_owned()
            }
            (WrongSheet::TwoHeads { head, made_for }, Lang::Zh) => format!(
                "表头写的是 {head}，而这张表是为 {made_for} 下载的：请下载正确的表格再填。"
            ),
            (WrongSheet::TwoHeads { head, made_for }, Lang::En) => format!(
                "its head says {head}, but the sheet was made for {made_for}. Download the right form and fill that in."
            ),
            (WrongSheet::OtherReturn { org_unit, programme: code, period }, lang) => {
                let name = programme(code).map_or(code.as_str(), |known| known.name(lang));
                match lang {
                    Lang::Zh => format!(
                        "这是另一张报表（地区 {org_unit}，{period}，{name}）：请在那张报表的页面上传，或下载本报表的表格。"
                    ),
                    Lang::En => format!(
                        "it belongs to another return (unit {org_unit}, {period}, {name}). Upload it on that return's page, or download the form of this one."
                    ),
                }
            }
            (WrongSheet::NotBelow { org_unit }, Lang::Zh) => format!(
                "地区 {org_unit} 的报表不由本级审核，不能在这里填：请删去这张工作表，或由该地区自己上传。"
            ),
            (WrongSheet::NotBelow { org_unit }, Lang::En) => format!(
                "the returns of unit {org_unit} are not reviewed here and cannot be filled in here. Remove the sheet, or let the unit upload it."
            ),
            (WrongSheet::UnitTwice { first }, Lang::Zh) => format!(
                "和工作表“{first}”是同一个单位：请只留一张。"
            ),
            (WrongSheet::UnitTwice { first }, Lang::En) => {
                // Of the other sheet's name what an English page can say: the code.
                let code: String = first.chars().filter(char::is_ascii).collect();
                format!("it is about the same unit as the sheet \"{}\". Keep one of them.", code.trim())
            }
            (WrongSheet::NotOpen(stage), lang) => {
                let stage_name = self.stage_of(Some(*stage));
                let todo = match (stage, lang) {
                    (Stage::Accepted, Lang::Zh) => "更正须由该单位自己提出",
                    (Stage::Accepted, Lang::En) => "the unit itself corrects it",
                    (_, Lang::Zh) => "请该单位先撤回，或等审核员退回",
                    (_, Lang::En) => "let the unit withdraw it first, or wait until it is sent back",
                };
                match lang {
                    Lang::Zh => format!("该单位的报表{stage_name}，不改动：{todo}。"),
                    Lang::En => format!("the unit's return is at \"{stage_name}\" and is not touched: {todo}."),
                }
            }
        }
    }

    /// What a column of the form is called.
    pub fn column(self, column: Column) -> &'static str {
        match column {
            Column::Code => self.pick("代码", "Code"),
            Column::Entry => self.pick("本月填报", "This month"),
        }
    }

    /// What is wrong with a cell, where, and what to do; to stand under its sheet's name.
    pub fn cell_trouble(self, trouble: &CellTrouble) -> String {
        let cell = &trouble.cell;
        let element = trouble.element.as_deref().map(|code| self.element(code));
        let place = match (self.0, element) {
            _ if cell.is_empty() => String::new(),
            (Lang::Zh, Some(name)) => format!("{cell}（{name}）："),
            (Lang::Zh, None) => format!("{cell}："),
            (Lang::En, Some(name)) => format!("{cell} ({name}): "),
            (Lang::En, None) => format!("{cell}: "),
        };
        format!("{place}{}", self.wrong_cell(&trouble.what))
    }

    fn wrong_cell(self, what: &WrongCell) -> String {
        match (what, self.0) {
            (WrongCell::Error { shown }, Lang::Zh) => {
                format!("公式出错（{shown}）：请改正公式，或直接填数字。")
            }
            (WrongCell::Error { shown }, Lang::En) => {
                format!("the formula comes to an error ({shown}). Mend it, or enter the figure itself.")
            }
            (WrongCell::Unreckoned, Lang::Zh) => {
                "公式还没有算出结果：请打开文件算好、保存后再上传，或直接填数字。".to_owned()
            }
            (WrongCell::Unreckoned, Lang::En) => {
                "the formula has no result yet. Open the file, let it reckon, save it and upload it again, or enter the figure itself.".to_owned()
            }
            (WrongCell::Merged { range }, Lang::Zh) => {
                format!("{range} 是合并单元格，不知道数字属于哪一行：请取消合并，逐行填写。")
            }
            (WrongCell::Merged { range }, Lang::En) => format!(
                "{range} are merged, so that nobody knows which row the figure belongs to. Unmerge them and fill in each row."
            ),
            (WrongCell::Twice { first }, Lang::Zh) => {
                format!("同一数据项已在 {first} 出现：请只留一行。")
            }
            (WrongCell::Twice { first }, Lang::En) => {
                format!("the same data element stands at {first} already. Keep one row; neither is taken.")
            }
            (WrongCell::UnknownCode { code }, Lang::Zh) => {
                format!("没有代码为“{code}”的数据项：请恢复原来的代码，或重新下载表格。")
            }
            (WrongCell::UnknownCode { code }, Lang::En) => format!(
                "no data element has the code \"{code}\". Restore the code, or download the form anew."
            ),
            (WrongCell::NotAsked, Lang::Zh) => "这张报表不填这一项：请删去这一行。".to_owned(),
            (WrongCell::NotAsked, Lang::En) => {
                "this return does not ask for it. Remove the row.".to_owned()
            }
            (WrongCell::Date { shown }, Lang::Zh) => format!(
                "这里是日期（{shown}），不是数字：请把单元格格式改为“常规”，重新填数字。"
            ),
            (WrongCell::Date { shown }, Lang::En) => format!(
                "this is a date ({shown}), not a figure. Set the cell's format to General and enter the figure again."
            ),
            (WrongCell::NotAnEmpty { typed }, Lang::Zh) => format!(
                "“{typed}”不是可选的无数原因：请从下拉列表选择；若是数字，请移回“本月填报”列。"
            ),
            (WrongCell::NotAnEmpty { typed }, Lang::En) => format!(
                "\"{typed}\" is none of the reasons for having no figure. Choose from the list; a figure belongs into the column \"This month\"."
            ),
            (WrongCell::NoCode { typed }, Lang::Zh) => format!(
                "“{typed}”所在的行没有代码，不知道是哪一项：请移到对应的行。"
            ),
            (WrongCell::NoCode { typed }, Lang::En) => format!(
                "\"{typed}\" stands in a row without a code. Move it to the row it belongs to."
            ),
            (WrongCell::Stray { typed }, Lang::Zh) => format!(
                "“{typed}”不在“本月填报”列，没有当作数字读取：如果是本月的数，请移回该列。"
            ),
            (WrongCell::Stray { typed }, Lang::En) => format!(
                "\"{typed}\" stands outside the column \"This month\" and was not read as a figure. If it is this month's, move it back."
            ),
            (WrongCell::TooLong, Lang::Zh) => "文字太长（最多 500 字）：请缩短。".to_owned(),
            (WrongCell::TooLong, Lang::En) => {
                "the text is too long (at most 500 characters). Shorten it.".to_owned()
            }
            (WrongCell::TooManyRows { read }, Lang::Zh) => format!(
                "从这一格起还有内容，只读了前 {read} 行：请删去多余的行，或重新下载表格。"
            ),
            (WrongCell::TooManyRows { read }, Lang::En) => format!(
                "there is more from here on; only the first {read} rows were read. Remove the extra rows, or download the form anew."
            ),
            (WrongCell::AndMore { more }, Lang::Zh) => format!("另有 {more} 处，不逐一列出。"),
            (WrongCell::AndMore { more }, Lang::En) => {
                format!("and {more} more, not listed one by one.")
            }
        }
    }

    /// The unit and month a workbook of many is about.
    pub fn workbook_title(self, unit: &str, month: &str) -> String {
        format!("{} · {unit} · {month}", self.region_workbook())
    }
}
