//! The fixed texts.

use super::Words;

macro_rules! words {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        impl Words {
            $(
                #[doc = concat!($zh, " / ", $en)]
                pub fn $name(self) -> &'static str {
                    match self.0 {
                        kpi::catalogue::Lang::Zh => $zh,
                        kpi::catalogue::Lang::En => $en,
                    }
                }
            )*
        }
    };
}
pub(super) use words;

pub(super) use words as fixed;

words! {
    // The house
    brand: "心衡", "Xinheng";
    tagline: "社会心理服务体系建设试点监测", "Monitoring the pilots of the social psychological service system";
    skip: "跳到正文", "Skip to the content";
    menu: "主导航", "Main navigation";
    path: "所在位置", "Where you are";
    demo_band: "演示数据，非真实上报", "Demo data, not real returns";
    published_band: "已发表数据：只含公开发表的数字，不含上报数据", "Published figures only, no returns";
    other_language: "English", "中文";
    language_label: "切换到英文", "Switch to Chinese";
    sign_in: "登录", "Sign in";
    sign_out: "退出", "Sign out";
    account_name: "账号", "Account";
    password: "密码", "Password";
    old_password: "当前密码", "Current password";
    new_password: "新密码", "New password";
    new_password_again: "再输一次新密码", "New password again";
    password_rule: "至少 12 个字符。", "At least 12 characters.";
    change_password: "修改密码", "Change password";
    password_changed: "密码已修改。", "The password has been changed.";
    sign_in_help: "账号由上级管理员开通；忘记密码请联系管理员重置。", "Accounts are opened by your administrator, who can also reset a password.";
    back_home: "回到首页", "Back to the first page";
    go_back: "返回", "Back";
    loading: "正在读取……", "Loading…";
    save: "保存草稿", "Save draft";
    close: "关闭", "Close";
    show: "查看", "Show";
    apply: "应用", "Apply";
    search: "查找", "Search";
    download_csv: "下载 CSV", "Download CSV";
    download_xlsx: "下载 Excel", "Download Excel";
    download_png: "下载 PNG", "Download PNG";
    views: "看法", "Ways to look";
    view_table: "排列", "Table";
    view_funnel: "漏斗图", "Funnel";
    view_distribution: "分布", "Distribution";
    view_change: "两月对比", "Two months";
    view_heat: "热图", "Heat map";
    sheet_of_figures: "数据", "Figures";
    sheet_of_meaning: "说明", "Meaning and sources";
    table_remark: "备注", "Note";
    address_of_table: "页面地址", "Address";
    print: "打印", "Print";
    source: "来源", "Source";
    as_of: "数据截至", "As of";
    of_which: "其中", "of which";
    none: "无", "None";

    data_credit: "区划与官方数：国家统计局统计用区划代码（2020-06-30），经 china-division 2.4.0 整理。", "Divisions and official counts: codes of the National Bureau of Statistics, 2020-06-30, by way of china-division 2.4.0.";
    nowhere: "没有这一页", "There is no such page";

    // Navigation
    nav_desk: "我的报表", "My returns";
    nav_review: "审核", "Review";
    nav_summary: "总览", "Summary";
    nav_compare: "比较", "Compare";
    nav_board: "报送", "Reporting";
    nav_quality: "质量", "Quality";
    nav_signals: "核实", "Verify";
    nav_questions: "提问", "Questions";
    nav_visits: "核查", "Visits";
    nav_evaluations: "评估", "Evaluations";
    nav_units: "地区", "Units";
    nav_definitions: "指标", "Indicators";
    nav_targets: "目标", "Targets";
    nav_accounts: "账号", "Accounts";

    // Roles and tiers
    role_reporter: "填报员", "Reporter";
    role_reviewer: "审核员", "Reviewer";
    role_evaluator: "评估员", "Evaluator";
    role_leader: "领导", "Leader";
    role_administrator: "管理员", "Administrator";
    nation: "全国", "Nation";
    province: "省", "Province";
    provinces: "省（自治区、直辖市）", "Provinces";
    region: "试点地区", "Pilot region";
    regions: "试点地区", "Pilot regions";
    county: "区县", "County";
    counties: "区县", "Counties";
    prefecture: "地市", "Prefecture";
    pilot_county: "试点区县", "Pilot county";

    // Statuses
    met: "达标", "Met";
    not_met: "未达标", "Not met";
    no_data: "未报", "No data";
    invalid: "数据有误", "Contradictory data";
    not_applicable: "不适用", "Not applicable";
    undetermined: "待定", "Undetermined";
    watched: "仅监测", "Monitored only";
    on_path: "按进度", "On path";
    behind_path: "落后进度", "Behind the path";
    reached: "已达到", "Reached";
    low_coverage: "覆盖不足", "Low coverage";
    official_count: "官方数（2020-06-30）", "official count (2020-06-30)";
    carried_target: "沿用2020年目标", "2020 target carried on";
    local_target: "本地目标", "local target";

    // Columns
    unit: "地区", "Unit";
    code: "代码", "Code";
    period: "月份", "Month";
    indicator: "指标", "Indicator";
    task: "任务", "Task";
    value: "数值", "Value";
    numerator: "分子", "Numerator";
    denominator: "分母", "Denominator";
    n_of_n_label: "分子 / 分母", "n / N";
    target: "目标", "Target";
    due: "期限", "Due";
    status_column: "状态", "Status";
    distance_column: "差距", "Distance";
    coverage: "覆盖", "Coverage";
    change_column: "较上月", "Change";
    bounds: "上下界", "Bounds";
    reported: "已接收", "Accepted";
    headline_column: "达标数", "Targets met";
    stage: "环节", "Stage";
    deadline: "截止", "Deadline";
    days_left: "剩余天数", "Days left";
    programme: "方案", "Programme";
    filled: "已填", "Filled";
    level: "层级", "Level";
    above: "上级", "Within";

    // Summary
    summary: "总览", "Summary";
    tiles_heading: "各项任务", "Tasks";
    below_heading: "下级地区", "Units below";
    other_programmes: "其他方案", "Other programmes";
    answered_by_region: "由试点地区负责", "Answered for by the pilot region";
    answered_by_province: "由省负责", "Answered for by the province";
    sum_below: "下级合计", "Sum of the units below";
    own_report: "本级报告", "Reported by the unit itself";
    choose_unit: "地区", "Unit";
    choose_month: "月份", "Month";
    newest: "最新", "Newest";
    all_met: "全部达标", "All met";

    // Indicator
    progress: "进度", "Progress";
    progress_table: "逐月数据", "Month by month";
    definition: "定义", "Definition";
    formula: "算法", "Formula";
    policy_sentence: "政策原文", "Policy text";
    policy_document: "政策文件", "Policy document";
    translation: "译文", "Translation";
    external_source: "其他依据", "Other sources";
    ambiguities: "未明确之处", "What the text leaves open";
    validation: "校验规则", "Validation rules";
    department: "责任部门", "Department";
    department_note: "原文未写明的，由本系统指定。", "Assigned by this system where the text names none.";
    responsible: "负责层级", "Answered for by";
    judged: "考核周期", "Judged";
    basis: "依据程度", "Basis";
    basis_explicit: "原文明确，计分", "Said in the text: scored";
    basis_inferred: "由原文推断，不计入总数", "Inferred from the text: outside the headline";
    basis_supporting: "辅助，仅展示", "Supporting: shown only";
    basis_activity: "工作量，仅展示", "Activity: shown only";
    monthly: "每月", "monthly";
    half_yearly: "每半年", "every half-year";
    yearly: "每年", "yearly";
    as_at: "时点，按年考核", "as at the month's end, over the year";
    targets_by_year: "历年目标", "Targets by year";
    year: "年份", "Year";
    published_figures: "已发表数字", "Published figures";
    published_note: "他人发表的数字，不计分。", "Published by others; not scored.";
    place: "地点", "Place";
    required_pace: "所需进度", "Required pace";
    from_zero: "纵轴从零起", "Axis from zero";
    all_indicators: "全部指标", "All indicators";
    download_svg: "下载 SVG", "Download SVG";

    // Comparison
    compare: "比较", "Compare";
    filter: "筛选", "Filter";
    any_status: "全部状态", "Any status";
    sort: "排序", "Sort";
    by_code: "按区划代码", "By division code";
    by_distance: "差距从大到小", "Largest distance first";
    by_value: "数值从高到低", "Highest value first";
    by_value_low: "数值从低到高", "Lowest value first";
    by_name: "按名称", "By name";
    text_in_name: "名称或代码含", "Name or code holds";
    rows_total: "合计", "Total";
    no_rows: "没有符合条件的地区。", "No unit fits the filter.";
    not_ranked: "报告患病率只按区划代码列出，不排名。", "Reported prevalence is listed by division code and never ranked.";

    // Units
    units: "地区", "Organisation units";
    scope_pilots: "试点", "Pilots";
    scope_all: "全部区划", "All divisions";
    without_code: "无代码的试点条目", "Pilot entries without a code";
    without_code_note: "名单保留，不进入任何合计。", "Kept in the list; they stand in no sum.";
    no_units: "没有找到。请换一个名称或代码。", "Nothing found. Try another name or code.";

    // Returns
    desk: "我的报表", "My returns";
    desk_own: "本单位报表", "Returns of your unit";
    desk_review: "待审核", "Waiting for your review";
    desk_awaited: "尚未报来", "Not yet in";
    nothing_owed: "目前没有应报的报表。", "Nothing is owed at the moment.";
    nothing_to_review: "没有待审核的报表。", "Nothing waits for review.";
    not_begun: "未填", "Not begun";
    stage_column: "环节", "Stage";
    stage_draft: "草稿", "Draft";
    stage_submitted: "已报送，待审核", "Submitted, in review";
    stage_sent_back: "已退回", "Sent back";
    stage_accepted: "已接收", "Accepted";
    open_form: "填报", "Fill in";
    read_form: "查看", "Read";
    review_form: "审核", "Review";
    overdue: "逾期", "Overdue";
    due_elements: "本月应报", "Due this month";
    optional_elements: "可提前更新（本月不必填）", "May be updated early (not due this month)";
    last_figure: "上次", "Last";
    feeds: "用于", "Feeds";
    this_month: "本月", "This month";
    no_figure: "说明 · 没有数？", "About · no figure?";
    why_no_figure: "无数原因", "Why there is no figure";
    has_figure: "填数字", "A figure";
    empty_na: "不适用", "Not applicable";
    empty_not_yet: "尚不可得", "Not yet available";
    empty_not_collected: "未收集", "Not collected";
    reason: "理由", "Reason";
    yes: "是", "Yes";
    no: "否", "No";
    choose: "请选择", "Choose";
    submit: "报送", "Submit";
    withdraw: "撤回", "Withdraw";
    accept: "接收", "Accept";
    send_back: "退回", "Send back";
    send_back_words: "退回原因（填报单位会看到）", "Why it goes back (the unit will read it)";
    correction_reason: "更正理由", "Reason for the correction";
    correction_note: "本报表已接收。修改后重新报送即为更正，须写明理由；原数保留。", "This return has been accepted. Submitting it again is a correction and needs a reason; the old figures are kept.";
    faults_heading: "报送前请先更正", "Please correct before submitting";
    warnings_heading: "请再核对一遍", "Please look again";
    sent_back_heading: "审核意见", "The reviewer's words";
    history: "经过", "History";
    happened_at: "时间", "When";
    happened_who: "谁", "Who";
    happened_what: "做了什么", "What";
    happened_changes: "改动", "Changes";
    did_save_draft: "保存草稿", "saved the draft";
    did_submit: "报送", "submitted";
    did_withdraw: "撤回", "withdrew";
    did_accept: "接收", "accepted";
    did_send_back: "退回", "sent back";
    did_import: "导入", "imported";
    saved: "草稿已保存。", "The draft has been saved.";
    submitted: "已报送，等待审核。", "Submitted; the reviewer has it now.";
    withdrawn: "已撤回，可以继续修改。", "Withdrawn; you can go on editing.";
    accepted: "已接收，数字开始生效。", "Accepted; the figures count from now on.";
    sent_back: "已退回填报单位。", "Sent back to the unit.";
    live_heading: "算出来是", "What it comes to";
    data_element: "数据项", "Data element";
    changed_from: "原为", "was";
    in_review_only_changed: "与上次接收相比的改动", "Changed since the last accepted version";

    // Targets
    targets: "目标", "Targets";
    targets_note: "可设更高的目标或更早的期限，对本级和下级生效；两项都留空则取消。", "A stricter target or an earlier day, for this unit and all below it; both empty lifts it.";
    own_target: "本级设定", "Set here";
    stricter_target: "更高目标", "Stricter target";
    earlier_day: "更早期限", "Earlier day";
    set: "设定", "Set";
    target_set: "目标已设定。", "The target has been set.";

    // Accounts
    accounts: "账号", "Accounts";
    add_account: "开通账号", "Add an account";
    person_name: "姓名", "Name";
    role: "角色", "Role";
    active: "可登录", "Can sign in";
    closed: "已停用", "Closed";
    reset_password: "重置密码", "Reset password";
    close_account: "停用", "Close account";
    password_once: "密码只显示这一次，请记下并交给本人：", "The password is shown this once; write it down and hand it over: ";
    account_closed: "账号已停用。", "The account has been closed.";
    unit_code: "地区代码（6位）", "Unit code (6 digits)";
}
