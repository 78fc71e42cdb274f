//! Parts: values in, view out. A part shows what it is given and may not ask.

mod answer;
mod at_work;
mod bulk;
mod certainty;
mod chart_figure;
mod differences;
mod downloads;
mod early;
mod figure;
mod form;
mod frame;
mod nav;
mod pages;
mod quality_mark;
mod question;
mod refusal;
mod resume;
mod row_links;
mod said;
mod sheet_links;
mod sparkline;
mod status;
mod talk_line;
mod verified;
mod views;
mod withheld;

pub use answer::{answered, use_here};
pub use at_work::at_work;
pub use bulk::bulk_page;
pub use certainty::{CertaintyLine, certainty_brief, certainty_text};
pub use chart_figure::ChartFigure;
pub use differences::{
    UploadHead, applied_page, differences_page, region_differences_page, trouble_page, upload_form,
};
pub use downloads::{ChartFiles, Downloads};
#[cfg(feature = "hydrate")]
pub use early::notice;
pub use early::type_again;
pub use figure::Figure;
pub use form::{MonthPicker, hidden};
pub use frame::{Crumbs, Frame, Notice};
pub use nav::Header;
pub use pages::Pages;
pub use quality_mark::{QualityMark, QualityShape, QualityState};
pub use question::Question;
pub use refusal::{RefusalNote, password_page, refusal_page};
pub use resume::{clash_page, resume_page};
pub use row_links::{RowLinks, rows_address};
pub use said::said;
pub use sheet_links::SheetLinks;
pub use sparkline::sparkline;
pub use status::{DistanceLine, StatusMark, ValueText, status_class, status_shape};
pub use talk_line::TalkLink;
pub use verified::{FactorText, VerifiedLines};
pub use views::{ViewOf, Views};
pub use withheld::{any_withheld, withheld_note};
