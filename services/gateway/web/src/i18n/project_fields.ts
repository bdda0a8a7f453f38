// SPDX-License-Identifier: Apache-2.0
// Fields of a project as its history calls them. One line a word: id, French, English.
import type { Language } from "../format";

const FIELDS = `
agent_controls|les limites de l'agent|the agent's limits
applications|les applications|the applications
department|le service|the department
display_name|le nom|the name
exit_criteria|les critères de sortie|the exit criteria
fallback_promise|la voie de repli|the fallback
frictions|les irritants|the frictions
hosting|l'hébergement|the hosting
kind|la nature|the kind
labels|les mots-clés|the labels
objectives|les objectifs|the objectives
outputs|les sorties|the outputs
owner|le responsable|the owner
poc_budget|le budget du PoC|the budget of the PoC
population|la population visée|the target population
portfolio_rank|le rang|the rank
production_budget|le budget de production|the budget of production
production_target_date|la date de production visée|the target date of production
purpose|la raison d'être|the purpose
run_pack|le dossier d'exploitation|the run pack
scalability|la facilité d'extension|the scalability
sponsor|le sponsor|the sponsor
staffed_hours|les heures passées|the staffed hours
sub_unit|l'unité|the unit
team_members|l'équipe|the team
technical_sponsor|le sponsor technique|the technical sponsor
topic|le sujet|the topic
`;

const words = new Map(FIELDS.trim().split("\n").map((line) => {
  const [id = "", fr = "", en = ""] = line.split("|");
  return [id, { fr, en }];
}));

// Undefined for what only programs care about.
export function projectFields(language: Language, field: string): string | undefined {
  return words.get(field)?.[language];
}
