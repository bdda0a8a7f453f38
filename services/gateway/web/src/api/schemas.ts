// SPDX-License-Identifier: Apache-2.0
// The messages that the pages show, under the names that they have there.
import type { components } from "palier-api";

type Schemas = components["schemas"];
export type Assessment = Schemas["registry.v1.Assessment"];
export type Cause = Schemas["reporting.v1.PurgatoryProject.Cause"];
export type Entry = Schemas["registry.v1.Entry"];
export type Figure = Schemas["reporting.v1.Figure"];
export type FunnelStage = Schemas["reporting.v1.FunnelStage"];
export type Gate = Schemas["registry.v1.EvaluateGateResponse"];
export type GoogleDate = Schemas["google.type.Date"];
export type Idea = Schemas["registry.v1.Idea"];
export type IdeaState = Schemas["registry.v1.Idea.State"];
export type Money = Schemas["google.type.Money"];
export type Notice = Schemas["registry.v1.Notice"];
export type Organization = Schemas["registry.v1.Organization"];
export type Portfolio = Schemas["reporting.v1.Portfolio"];
export type PostPoc = Schemas["reporting.v1.PostPoc"];
export type Project = Schemas["registry.v1.Project"];
export type Purgatory = Schemas["reporting.v1.ListPurgatoryResponse"];
export type PurgatoryProject = Schemas["reporting.v1.PurgatoryProject"];
export type RecordChange = Schemas["registry.v1.RecordChange"];
export type RuleGroup = Schemas["registry.v1.RuleGroup"];
export type RuleResult = Schemas["registry.v1.RuleResult"];
export type SearchHit = Schemas["registry.v1.SearchHit"];
export type Stage = Schemas["registry.v1.Project.Stage"];
export type StaffPage = Schemas["reporting.v1.QueryStaffPageResponse"];
export type StaffTool = Schemas["reporting.v1.StaffTool"];
export type Verdict = Schemas["registry.v1.RuleResult.Verdict"];
