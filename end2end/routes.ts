// The route table, with an address for each route and somebody who may open it. A test holds it
// to the routes that the application declares.

export type Route = {
  /** The pattern, as app/src/lib.rs declares it. */
  pattern: string;
  /** An address of it. */
  address: string;
  /** Who opens it; nobody needs to be signed in where it is empty. */
  account: string;
  /** A deed that makes what the route shows, the same however often: its answer leads there. */
  made?: { account: string; address: string; form: Record<string, string> };
};

const county = "440703";
const region = "440700";
const province = "440000";
const month = "2020-10";

export const ROUTES: Route[] = [
  { pattern: "/sign-in", address: "/sign-in", account: "" },
  { pattern: "/returns", address: "/returns", account: `reporter-${county}` },
  { pattern: "/returns", address: "/returns", account: `reviewer-${region}` },
  {
    pattern: "/returns/:unit/:programme/:period",
    address: `/returns/${county}/pilot-2020/2020-11`,
    account: `reporter-${county}`,
  },
  {
    pattern: "/returns/:unit/:programme/:period",
    address: `/returns/${county}/pilot-2020/2020-09`,
    account: `reviewer-${region}`,
  },
  {
    pattern: "/returns/:unit/:programme/:period",
    address: `/returns/${region}/pilot-2020/2020-11`,
    account: `reporter-${region}`,
  },
  {
    pattern: "/returns/:unit/:programme/:period/check",
    address: `/returns/${county}/pilot-2020/2020-11/check`,
    account: `reporter-${county}`,
  },
  {
    pattern: "/returns/:unit/:programme/:period/receipt/:version",
    address: `/returns/${county}/pilot-2020/2020-09/receipt/1`,
    account: `reporter-${county}`,
  },
  {
    pattern: "/returns/:unit/:programme/:period/upload",
    address: `/returns/${county}/pilot-2020/2020-12/upload`,
    account: `reporter-${county}`,
  },
  {
    pattern: "/returns/workbook/:unit/:programme/:period/upload",
    address: `/returns/workbook/${region}/pilot-2020/2020-11/upload`,
    account: `reporter-${region}`,
  },
  {
    pattern: "/returns/:unit/:programme/:period/versions",
    address: `/returns/${county}/pilot-2020/2020-09/versions`,
    account: `reporter-${county}`,
  },
  { pattern: "/programmes", address: "/programmes", account: "admin-000000" },
  { pattern: "/programmes", address: "/programmes", account: `reporter-${county}` },
  {
    pattern: "/returns/:unit/:programme/:period/rows/:list",
    address: `/returns/${region}/pilot-2020/2020-12/rows/universities`,
    account: `reporter-${region}`,
  },
  {
    pattern: "/returns/:unit/:programme/:period/rows/:list",
    address: `/returns/${region}/pilot-2020/2020-12/rows/lectures`,
    account: `reporter-${region}`,
  },
  {
    pattern: "/returns/:unit/:programme/:period/rows/:list",
    address: `/returns/${region}/pilot-2020/2020-10/rows/universities`,
    account: `reviewer-${province}`,
  },
  {
    pattern: "/returns/:unit/:programme/:period/talk",
    address: `/returns/${county}/pilot-2020/2020-10/talk`,
    account: `reporter-${county}`,
  },
  {
    pattern: "/returns/:unit/:programme/:period/talk",
    address: `/returns/${county}/pilot-2020/2020-09/talk?element=smd_registered`,
    account: `reviewer-${region}`,
  },
  { pattern: "/summary/:unit", address: "/summary/000000", account: "leader-000000" },
  { pattern: "/summary/:unit/:period", address: `/summary/${province}/${month}`, account: `leader-${province}` },
  { pattern: "/summary/:unit/:period", address: `/summary/${county}/${month}`, account: `reporter-${county}` },
  {
    pattern: "/indicators/:indicator/:unit",
    address: "/indicators/smd-regular-medication/000000",
    account: "leader-000000",
  },
  {
    pattern: "/indicators/:indicator/:unit/:period",
    address: `/indicators/counselling-room-coverage/${county}/${month}`,
    account: `reporter-${county}`,
  },
  {
    pattern: "/compare/:indicator/:unit",
    address: "/compare/counselling-room-coverage/000000",
    account: "evaluator-000000",
  },
  {
    pattern: "/compare/:indicator/:unit/:period",
    address: `/compare/smd-standard-mgmt/${province}/${month}?rank=counties&sort=distance`,
    account: `evaluator-${province}`,
  },
  { pattern: "/board/:unit", address: "/board/000000", account: "evaluator-000000" },
  {
    pattern: "/board/:unit/:period",
    address: `/board/${province}/${month}?programme=pilot-2020&state=accepted`,
    account: `evaluator-${province}`,
  },
  { pattern: "/board/:unit/:period", address: `/board/${county}/${month}`, account: `reporter-${county}` },
  { pattern: "/heat/:unit", address: "/heat/000000", account: "evaluator-000000" },
  {
    pattern: "/heat/:unit/:period",
    address: `/heat/${province}/${month}?rank=counties&sort=not_met`,
    account: `evaluator-${province}`,
  },
  { pattern: "/quality/:unit", address: "/quality/000000", account: "evaluator-000000" },
  {
    pattern: "/quality/:unit/:period",
    address: `/quality/${province}/${month}?rank=counties&dimension=related`,
    account: `evaluator-${province}`,
  },
  { pattern: "/quality/:unit/:period", address: `/quality/${county}/${month}`, account: `reporter-${county}` },
  { pattern: "/funnel/:indicator/:unit", address: "/funnel/smd-standard-mgmt/440000", account: `evaluator-${province}` },
  {
    pattern: "/funnel/:indicator/:unit/:period",
    address: `/funnel/smd-standard-mgmt/000000/${month}?rank=counties&by=pooled&mark=${county}`,
    account: "evaluator-000000",
  },
  {
    pattern: "/funnel/:indicator/:unit/:period",
    address: `/funnel/counselling-room-coverage/${province}/${month}`,
    account: `evaluator-${province}`,
  },
  {
    pattern: "/distribution/:indicator/:unit",
    address: "/distribution/smd-reported-prevalence/000000?rank=regions",
    account: "evaluator-000000",
  },
  {
    pattern: "/distribution/:indicator/:unit/:period",
    address: `/distribution/counselling-room-coverage/000000/${month}?rank=counties`,
    account: "evaluator-000000",
  },
  {
    pattern: "/distribution/:indicator/:unit/:period",
    address: `/distribution/smd-regular-medication/${region}/${month}`,
    account: `reviewer-${region}`,
  },
  {
    pattern: "/change/:indicator/:unit",
    address: "/change/counselling-room-coverage/440700",
    account: `reviewer-${region}`,
  },
  {
    pattern: "/change/:indicator/:unit/:period",
    address: `/change/smd-standard-mgmt/000000/${month}?rank=counties&from=2020-06`,
    account: "evaluator-000000",
  },
  { pattern: "/profile/:unit", address: `/profile/${province}`, account: `evaluator-${province}` },
  { pattern: "/profile/:unit/:period", address: `/profile/000000/${month}`, account: "leader-000000" },
  {
    pattern: "/profile/:unit/:period",
    address: `/profile/${county}/${month}?peers=${province}&programme=pilot-2020`,
    account: `reporter-${county}`,
  },
  { pattern: "/signals/:unit", address: "/signals/000000", account: "evaluator-000000" },
  {
    pattern: "/signals/:unit/:period",
    address: `/signals/${region}/${month}?kind=course`,
    account: `evaluator-${region}`,
  },
  { pattern: "/signals/:unit/:period", address: `/signals/${county}/2020-11`, account: `reporter-${county}` },
  { pattern: "/questions", address: "/questions", account: `evaluator-${province}` },
  {
    pattern: "/questions/new",
    address: `/questions/new?unit=440785&indicator=counselling-room-coverage&period=${month}`,
    account: `evaluator-${region}`,
  },
  ...["evaluator-440700", "reporter-440785"].map((account) => ({
    pattern: "/questions/:id",
    address: "/questions/:id",
    account,
    made: {
      account: "evaluator-440700",
      address: "/questions",
      form: {
        unit: "440785",
        indicator: "counselling-room-coverage",
        from: "2020-09",
        to: "2020-10",
        text: "Please look at these figures again.",
      },
    },
  })),
  { pattern: "/units", address: "/units?q=440", account: "evaluator-000000" },
  { pattern: "/definitions", address: "/definitions", account: "" },
  { pattern: "/definitions/:indicator", address: "/definitions/smd-regular-medication", account: "" },
  { pattern: "/targets/:unit", address: `/targets/${province}`, account: "admin-000000" },
  { pattern: "/visits/:unit", address: `/visits/${region}`, account: `evaluator-${region}` },
  { pattern: "/visits/:unit", address: `/visits/${county}`, account: `reporter-${county}` },
  { pattern: "/visits/:unit/:id", address: `/visits/${region}/1`, account: `evaluator-${region}` },
  {
    pattern: "/evaluations/:unit",
    address: `/evaluations/${region}?year=2020&differ=1`,
    account: `reviewer-${region}`,
  },
  { pattern: "/evaluations/:unit", address: `/evaluations/${province}?year=2020`, account: `leader-${province}` },
  { pattern: "/accounts", address: "/accounts", account: "admin-000000" },
  { pattern: "/account", address: "/account", account: `reporter-${county}` },
];
