//! What is said about notes and evidence.

use super::Words;
use crate::ask::talk::{
    Did, LARGEST_FILE, LARGEST_POST, LONGEST_NOTE, Looks, MOST_FILES, TalkFault, Tally,
};
use kpi::catalogue::Lang;

macro_rules! words {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        impl Words {
            $(
                #[doc = concat!($zh, " / ", $en)]
                pub fn $name(self) -> &'static str {
                    self.pick($zh, $en)
                }
            )*
        }
    };
}

words! {
    talk: "附言与佐证", "Notes and evidence";
    notes: "附言", "Notes";
    no_notes: "还没有附言。", "No notes yet.";
    whole_return: "整份报表", "The whole return";
    about_what: "关于", "About";
    write_note: "写附言", "Write a note";
    note_text: "内容", "Text";
    note_rule: "最多 2,000 字；写下后不能修改或删除。", "At most 2,000 characters; a note cannot be changed or deleted.";
    settle_note: "标为已办结", "Mark as done";
    settled: "已办结", "Done";
    evidence: "佐证材料", "Evidence";
    no_evidence: "还没有佐证材料。", "No evidence yet.";
    file: "文件", "File";
    file_size: "大小", "Size";
    added_by: "添加", "Added";
    see_picture: "看图", "View";
    download: "下载", "Download";
    add_evidence: "添加佐证材料", "Add evidence";
    choose_files: "选择文件（可多选）", "Choose files (one or more)";
    upload: "上传", "Upload";
    metadata_rule: "照片中的拍摄地点、时间等附加信息在保存前删除。", "Where and when a photo was taken, and whatever else is hidden in it, is removed before it is kept.";
    remove_file: "移除", "Remove";
    removed: "已移除", "Removed";
    why_removed: "移除理由（留在记录中）", "Why it is removed (kept on record)";
    did_comment: "写附言", "wrote a note";
    did_settle_comment: "将附言标为已办结", "marked a note as done";
    did_add_evidence: "添加佐证材料", "added evidence";
    did_remove_evidence: "移除佐证材料", "removed evidence";
    note_written: "附言已写下。", "The note has been written.";
    note_settled: "已标为办结。", "The note is marked as done.";
    evidence_added: "佐证材料已保存。", "The evidence has been kept.";
    evidence_removed: "已移除，并留有记录。", "It has been removed; the removal is on record.";
}

impl Words {
    /// 3 条附言 · 2 个文件 / 3 notes · 2 files, with how many notes are open.
    pub fn tally(self, tally: Tally) -> String {
        let Tally { notes, open, files } = tally;
        match self.0 {
            Lang::Zh => {
                let open = match open {
                    0 => String::new(),
                    open => format!("（{open} 条未办结）"),
                };
                format!("{notes} 条附言{open} · {files} 个文件")
            }
            Lang::En => {
                let open = match open {
                    0 => String::new(),
                    open => format!(" ({open} open)"),
                };
                let (s, t) = (plural(notes), plural(files));
                format!("{notes} note{s}{open} · {files} file{t}")
            }
        }
    }

    /// What may be laid down, for the form.
    pub fn evidence_rule(self) -> String {
        let (file, post) = (LARGEST_FILE / 1_000_000, LARGEST_POST / 1_000_000);
        match self.0 {
            Lang::Zh => format!(
                "照片（JPEG、PNG、WebP、HEIC）、PDF、表格（XLSX、XLS、ODS、CSV，不含宏）；每个文件最多 {file} MB，一次共 {post} MB，每份报表最多 {MOST_FILES} 个。"
            ),
            Lang::En => format!(
                "Photos (JPEG, PNG, WebP, HEIC), PDF, tables (XLSX, XLS, ODS, CSV, without macros); each file at most {file} MB, {post} MB at a time, {MOST_FILES} files a return."
            ),
        }
    }

    /// 1.3 MB, 12 KB, 340 B.
    pub fn bytes(self, size: u64) -> String {
        match size {
            1_000_000.. => format!("{}.{} MB", size / 1_000_000, size % 1_000_000 / 100_000),
            1_000.. => format!("{} KB", size / 1_000),
            _ => format!("{size} B"),
        }
    }

    /// The role of who did something, where it is known.
    pub fn did_as(self, did: &Did) -> String {
        did.role
            .map_or_else(String::new, |role| self.role_name(role).to_owned())
    }

    /// Title and help of a fault about notes and evidence.
    pub fn talk_fault(self, fault: &TalkFault) -> (String, String) {
        let both = |zh: (String, &str), en: (String, &str)| match self.0 {
            Lang::Zh => (zh.0, zh.1.to_owned()),
            Lang::En => (en.0, en.1.to_owned()),
        };
        let fixed = |zh: (&str, &'static str), en: (&str, &'static str)| {
            both((zh.0.to_owned(), zh.1), (en.0.to_owned(), en.1))
        };
        let mb = LARGEST_FILE / 1_000_000;
        match fault {
            TalkFault::EmptyNote => fixed(
                ("附言是空的", "请写下内容再提交。"),
                ("The note says nothing", "Write something first."),
            ),
            TalkFault::LongNote(length) => both(
                (
                    format!("附言太长：{length} 字，最多 {LONGEST_NOTE} 字"),
                    "没有保存。返回后原文还在，请缩短或分成几条。",
                ),
                (
                    format!("The note is too long: {length} characters, at most {LONGEST_NOTE}"),
                    "It was not kept. Go back, where it still stands, and shorten or divide it.",
                ),
            ),
            TalkFault::NoFile => fixed(
                ("没有选择文件", "请先选择文件再上传。"),
                ("No file was chosen", "Choose a file first."),
            ),
            TalkFault::EmptyFile(name) => both(
                (
                    format!("{name} 是空文件"),
                    "没有保存任何文件。请检查原文件。",
                ),
                (
                    format!("{name} is empty"),
                    "No file was kept. Look at the file again.",
                ),
            ),
            TalkFault::LargeFile(name) => both(
                (
                    format!("{name} 超过 {mb} MB"),
                    "没有保存任何文件。请压缩照片，或把文件拆开。",
                ),
                (
                    format!("{name} is larger than {mb} MB"),
                    "No file was kept. Make the photo smaller, or divide the file.",
                ),
            ),
            TalkFault::TooManyFiles => both(
                (
                    format!("每份报表最多 {MOST_FILES} 个文件"),
                    "没有保存任何文件。请先移除不需要的，或合并成一个 PDF。",
                ),
                (
                    format!("A return holds at most {MOST_FILES} files"),
                    "No file was kept. Remove what is not needed, or put several into one PDF.",
                ),
            ),
            TalkFault::OtherKind(name, looks) => self.other_kind(name, *looks),
            TalkFault::Macros(name) => both(
                (
                    format!("{name} 含有宏"),
                    "没有保存任何文件。请另存为不含宏的 XLSX 再上传。",
                ),
                (
                    format!("{name} holds macros"),
                    "No file was kept. Save it as XLSX without macros and upload that.",
                ),
            ),
            TalkFault::Password(name) => both(
                (
                    format!("{name} 设有密码"),
                    "没有保存任何文件。请取消密码再上传，否则审核人打不开。",
                ),
                (
                    format!("{name} is under a password"),
                    "No file was kept. Lift the password, or the reviewer cannot open it.",
                ),
            ),
            TalkFault::Damaged(name) => both(
                (
                    format!("{name} 已损坏或不完整"),
                    "没有保存任何文件。请确认原文件能打开，再上传一次。",
                ),
                (
                    format!("{name} is damaged or breaks off"),
                    "No file was kept. See that the file opens, then upload it again.",
                ),
            ),
            TalkFault::NoReason => fixed(
                (
                    "移除须写明理由",
                    "请返回写上理由；记录中会留下移除人、时间和理由。",
                ),
                (
                    "A removal needs its reason",
                    "Go back and say why; who, when and why stay on record.",
                ),
            ),
            TalkFault::Accepted => fixed(
                (
                    "报表已接收，佐证材料不能移除",
                    "已接收的报表所附材料一并保留；可以另外添加新的材料。",
                ),
                (
                    "The return has been accepted: its evidence stays",
                    "What lay beside an accepted return is kept with it; new files may be added.",
                ),
            ),
            TalkFault::Removed => fixed(
                ("这个文件已被移除", "谁在何时因何移除，见“附言与佐证”页。"),
                (
                    "This file has been removed",
                    "Who removed it, when and why stands on the page of notes and evidence.",
                ),
            ),
            TalkFault::Gone => fixed(
                (
                    "文件不在存储中",
                    "目录里有这个文件，存储中却找不到。请联系管理员从备份恢复佐证文件。",
                ),
                (
                    "The file is not in the storage",
                    "It is listed, and the storage does not have it. Ask your administrator to restore the evidence files from the backup.",
                ),
            ),
            TalkFault::Storage => fixed(
                (
                    "暂时无法存取文件",
                    "没有保存任何文件。请稍后再试；一再如此请联系管理员。",
                ),
                (
                    "Files cannot be kept or read just now",
                    "No file was kept. Try again in a moment; if it goes on, tell your administrator.",
                ),
            ),
        }
    }

    fn other_kind(self, name: &str, looks: Looks) -> (String, String) {
        let is = match looks {
            Looks::WindowsProgram => self.pick("Windows 程序", "a Windows program"),
            Looks::Program => self.pick("程序或脚本", "a program or a script"),
            Looks::WebPage => self.pick("网页、SVG 或 XML", "a web page, an SVG drawing or XML"),
            Looks::Archive => self.pick("压缩包", "a packed folder"),
            Looks::Document => self.pick("文字处理文档", "a text document"),
            Looks::Slides => self.pick("幻灯片", "a set of slides"),
            Looks::OtherPicture => self.pick("其他格式的图片", "a picture of another kind"),
            Looks::Film => self.pick("视频", "a film"),
            Looks::Sound => self.pick("音频", "a sound recording"),
            Looks::Text => self.pick("纯文本", "plain text"),
            Looks::Unknown => self.pick("无法识别的文件", "nothing we can recognise"),
        };
        let ending = name
            .rsplit_once('.')
            .map(|(_, ending)| ending)
            .filter(|ending| (1..=5).contains(&ending.len()) && ending.is_ascii());
        let title = match (self.0, ending) {
            (Lang::Zh, Some(ending)) => format!("{name} 名为 .{ending}，内容却是{is}"),
            (Lang::Zh, None) => format!("{name} 的内容是{is}"),
            (Lang::En, Some(ending)) => format!("{name} is called .{ending} and is {is}"),
            (Lang::En, None) => format!("{name} is {is}"),
        };
        let then = match looks {
            Looks::Document | Looks::Slides => self.pick(
                "没有保存任何文件。请另存为 PDF 再上传。",
                "No file was kept. Save it as PDF and upload that.",
            ),
            Looks::Archive => self.pick(
                "没有保存任何文件。请解开后逐个上传。",
                "No file was kept. Unpack it and upload the files themselves.",
            ),
            Looks::OtherPicture => self.pick(
                "没有保存任何文件。请转成 JPEG 或 PNG 再上传。",
                "No file was kept. Turn it into JPEG or PNG and upload that.",
            ),
            Looks::Text => self.pick(
                "没有保存任何文件。文本只收名为 .csv 的表格。",
                "No file was kept. Of text, only tables called .csv are taken.",
            ),
            _ => self.pick(
                "没有保存任何文件。可上传照片（JPEG、PNG、WebP、HEIC）、PDF 和表格（XLSX、XLS、ODS、CSV）。",
                "No file was kept. Photos (JPEG, PNG, WebP, HEIC), PDF and tables (XLSX, XLS, ODS, CSV) are taken.",
            ),
        };
        (title, then.to_owned())
    }
}

fn plural(number: u32) -> &'static str {
    match number {
        1 => "",
        _ => "s",
    }
}
