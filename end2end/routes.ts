// The route table, with an address for each route and somebody who may open it. A test holds it
// to the routes that the application declares.

export type Route = {
  /** The pattern, as app/src/lib.rs declares it. */
  pattern: string;
  /** An address of it. */
  address: string;
  /** Who opens it; nobody needs to be signed in where it is empty. */
  account: string;
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
