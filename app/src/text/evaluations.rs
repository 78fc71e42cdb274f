//! Joint evaluations of task 3.

use super::Words;
use super::words::fixed;
use kpi::catalogue::Lang;
use kpi::joint_evaluation::{Counted, Department, Duty, State};

fixed! {
    evaluations_title: "多部门联合评估", "Joint evaluations";
    evaluations_lead: "任务3：省级多部门、试点地区对每个区县，每年至少各开展一次联合调研评估。这里计划、登记、计数，与报表并列；报表不因此改动。", "Task 3: the departments of the province, and those of the pilot region in each county, evaluate jointly at least once a year. They are planned, recorded and counted here beside the returns, which are not changed.";
    evaluation_year: "年份", "Year";
    counted_heading: "登记与报表对照", "Recorded and reported";
    evaluations_heading: "评估一览", "The evaluations";
    no_evaluations: "本年没有符合条件的评估。", "No evaluation of this year fits.";
    no_counted: "没有符合条件的地区。", "No unit fits.";
    duty_column: "哪一级", "Which duty";
    held_column: "已登记次数", "Recorded";
    planned_column: "计划中", "Planned";
    departments_column: "参加部门数", "Departments";
    reported_column: "报表次数", "Reported";
    reported_departments_column: "报表部门数", "Departments reported";
    difference_column: "差异", "Difference";
    only_differences: "只看有差异的", "Only where they differ";
    any_duty: "两级都看", "Both duties";
    any_evaluation_state: "全部状态", "Any state";
    state_column: "状态", "State";
    planned_for: "计划日期", "Planned for";
    held_on: "举行日期", "Held on";
    lead_department: "牵头部门", "Led by";
    taking_part: "参加部门", "Departments taking part";
    evaluated_place: "评估的试点地区", "Pilot region evaluated";
    whole_province: "全省", "The whole province";
    evaluation_findings: "评估发现", "Findings";
    evaluation_documents: "文件（名称、文号）", "Documents (name, number)";
    plan_heading: "计划一次评估", "Plan an evaluation";
    plan_what: "评估谁", "What is evaluated";
    plan_now: "计划", "Plan";
    record_held: "登记已举行", "Record as held";
    correct_held: "更正登记", "Correct what is recorded";
    call_off: "取消", "Call off";
    call_off_reason: "取消理由", "Reason for calling it off";
    evaluation_history: "经过", "What was done";
    evaluation_planned: "评估已计划。", "The evaluation is planned.";
    evaluation_held: "评估已登记。", "The evaluation is recorded.";
    evaluation_cancelled: "评估已取消。", "The evaluation is called off.";
    nothing_said: "报表未填", "Not reported";
}

impl Words {
    /// Which duty.
    pub fn duty_name(self, duty: Duty) -> &'static str {
        match duty {
            Duty::Province => self.pick("省级联合评估", "By the province"),
            Duty::County => self.pick("对区县联合评估", "Of a county"),
        }
    }

    /// Where an evaluation stands.
    pub fn evaluation_state(self, state: State) -> &'static str {
        match state {
            State::Planned => self.pick("计划中", "Planned"),
            State::Held => self.pick("已举行", "Held"),
            State::Cancelled => self.pick("已取消", "Called off"),
        }
    }

    /// A department.
    pub fn department_taking_part(self, department: Department) -> &'static str {
        let (zh, en) = match department {
            Department::Health => ("卫生健康", "Health"),
            Department::PoliticalLegal => ("政法", "Political and legal affairs"),
            Department::Publicity => ("宣传", "Publicity"),
            Department::Education => ("教育", "Education"),
            Department::PublicSecurity => ("公安", "Public security"),
            Department::CivilAffairs => ("民政", "Civil affairs"),
            Department::Justice => ("司法行政", "Justice administration"),
            Department::Finance => ("财政", "Finance"),
            Department::Petitions => ("信访", "Petitions"),
            Department::DisabledPersons => ("残联", "Disabled Persons' Federation"),
            Department::Other => ("其他部门", "Another department"),
        };
        self.pick(zh, en)
    }

    /// Several departments, the one that leads first.
    pub fn departments_listed<'a>(
        self,
        lead: Department,
        all: impl IntoIterator<Item = &'a Department>,
    ) -> String {
        let others = all.into_iter().copied().filter(|one| *one != lead);
        let names: Vec<&str> = std::iter::once(lead)
            .chain(others)
            .map(|one| self.department_taking_part(one))
            .collect();
        names.join(self.pick("、", ", "))
    }

    /// How what is recorded and what is reported differ; nothing where they agree.
    pub fn counted_difference(self, counted: &Counted) -> Option<String> {
        if !counted.differs() {
            return None;
        }
        let mut parts = Vec::new();
        match counted.more_recorded() {
            None if counted.held > 0 => parts.push(match self.0 {
                Lang::Zh => format!("登记了 {} 次，报表未填", counted.held),
                Lang::En => format!("{} recorded, none reported", counted.held),
            }),
            Some(more) if more > 0 => parts.push(match self.0 {
                Lang::Zh => format!("登记比报表多 {more} 次"),
                Lang::En => format!("{more} more recorded than reported"),
            }),
            Some(more) if more < 0 => parts.push(match self.0 {
                Lang::Zh => format!("报表比登记多 {} 次", -more),
                Lang::En => format!("{} more reported than recorded", -more),
            }),
            _ => {}
        }
        match counted.more_departments() {
            Some(more) if more > 0 => parts.push(match self.0 {
                Lang::Zh => format!("登记的部门多 {more} 个"),
                Lang::En => format!("{more} more departments recorded"),
            }),
            Some(more) if more < 0 => parts.push(match self.0 {
                Lang::Zh => format!("报表的部门多 {} 个", -more),
                Lang::En => format!("{} more departments reported", -more),
            }),
            _ => {}
        }
        Some(parts.join(self.pick("；", "; ")))
    }
}
