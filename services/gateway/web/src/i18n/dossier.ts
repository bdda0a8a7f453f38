// SPDX-License-Identifier: Apache-2.0
// What a dossier is made of, as people call it: kinds of entries, their fields, and the values of their enums. One line a
// word: id, French, English. A test asks that every word of the API is here.
import type { Language } from "../format";

export type DossierWord = "kind" | "field" | "value";

const KINDS = `
accountability|Responsabilité|Accountability
attestation|Engagement du sponsor|Sponsor's commitment
blocker|Frein|Blocker
concern|Crainte|Concern
cost_line|Coût|Cost
criterion_result|Résultat de critère|Criterion result
data_readiness|État des données|Data readiness
debt|Dette technique|Debt
department_agreement|Accord de service|Department's agreement
diagnostic|Diagnostic|Diagnostic
expectation|Attente|Expectation
failure_mode|Mode de défaillance|Failure mode
fallback_drill|Exercice de repli|Fallback drill
fallback_scenario|Scénario de repli|Fallback scenario
gap_statement|Écart avec la production|Gap to production
governance_check|Contrôle de gouvernance|Governance check
healthy_stop|Arrêt sain|Healthy stop
incident|Incident|Incident
integration|Intégration|Integration
involvement|Rencontre avec les utilisateurs|Meeting with users
lesson|Leçon|Lesson
maintenance|Maintenance|Maintenance
poc_record|Base du PoC|What the PoC stands on
process_map|Carte du travail|Process map
quality_document|Document qualité|Quality document
quick_win|Gain rapide|Quick win
role_change|Évolution des métiers|Change of roles
run_review|Revue d'exploitation|Run review
sourcing|Aide extérieure|Outside help
version_note|Note de version|Version note
`;

const FIELDS = `
accountable|Responsable|Accountable
achieved|Obtenu|Achieved
actor|Qui|Who
actualDays|Charge réelle (jours)|Actual days
amount|Montant|Amount
answer|Réponse|Answer
automatedTasks|Tâches automatisées|Automated tasks
behaviour|Comportement|Behaviour
category|Catégorie|Category
cause|Cause|Cause
centralised|Savoir en un seul lieu|Kept in one place
changes|Changements|Changes
codeKind|Code|Code
conclusion|Conclusion|Conclusion
contact|Interlocuteur|Contact
contractUri|Contrat d'interface|Interface contract
cost|Coût|Cost
createdTasks|Tâches nouvelles|New tasks
criterion|Critère|Criterion
dataKind|Données|Data
decisions|Décidé|Decided
department|Service|Department
description|Description|Description
detection|Détection|Detection
effortDays|Charge (jours)|Effort in days
endDate|Fin|End
endTime|Fin|End
estimatedDays|Charge estimée (jours)|Estimated days
expected|Attendu|Expected
expectedDate|Attendu le|Expected by
fallback|Repli|Fallback
fallbackActivated|Repli activé|Fallback activated
financial|Financier|Financial
grade|Données utilisées|Kind of data
hrSignDate|Signé le|Signed on
hrSigner|Signé pour les RH|Signed for HR
human|Humain|Human
impact|Conséquence pour|Impact on
interface|Interface|Interface
item|Point|Item
jobDescriptionUpdated|Fiche de poste à jour|Job description updated
latencyMs|Délai (ms)|Latency (ms)
legalSigner|Signé par le juridique|Signed for legal
level|Gravité|Level
located|Localisées|Located
accessible|Accessibles|Accessible
structured|Structurées|Structured
owned|Avec responsable|Owned
minutes|Minutes|Minutes
monthly|Chaque mois|Monthly
nature|Nature|Nature
need|Besoin|Need
nextDueDate|Prochaine échéance|Next due
nextReviewDate|Prochaine revue|Next review
notReady|Pas prêt|Not ready
notSpent|Épargné|Not spent
output|Sortie|Output
outputType|Sortie|Output
participants|Participants|Participants
partner|Partenaire|Partner
passed|Réussi|Passed
peopleFreed|Personnes libérées|People freed
phase|Moment|When
political|Politique|Political
procedureUri|Procédure|Procedure
published|Publié|Published
quality|Qualité|Quality
reasons|Raisons|Reasons
removed|Résorbée|Removed
reply|Réponse|Reply
required|Indispensable|Required
resolved|Résolu|Resolved
response|Réaction|Response
result|Résultat|Result
reusable|Réutilisable|Reusable
saved|Épargné|Saved
scenario|Scénario|Scenario
signer|Signé par|Signed by
source|Source|Source
startDate|Début|Start
startTime|Début|Start
state|État|State
statement|Déclaration|Statement
status|État|Status
steps|Étapes|Steps
system|Système|System
team|Équipe|Team
teams|Équipes|Teams
technical|Technique|Technical
text|Leçon|Lesson
topic|Sujet|Topic
trigger|Déclencheur|Trigger
type|Nature|Type
uri|Adresse|Address
userExperience|Dans le travail|In daily work
validated|Validé|Validated
value|Valeur|Value
version|Version|Version
versioning|Versions|Versioning
`;

const VALUES = `
ACCEPTED|acceptée|accepted
AFTER|après|after
AGREED|accord donné|agreed
ARCHITECTURAL|d'architecture|architectural
ARCHITECTURE|architecture|architecture
BEFORE|avant|before
BIAS|biais|bias
CODE|code|code
COMPLEX_INTEGRATION|intégration complexe|complex integration
COMPLIANCE|conformité|compliance
CONNECTED|relié|connected
CONTROL|être contrôlé|being controlled
CONTROLLED|essai contrôlé|controlled test
CRITICAL|critique|critical
DATA|données|data
DATA_GUIDELINES|règles d'usage des données|data guidelines
DATA_PIPELINE|chaîne de données|data pipeline
DEGRADED|fonctionne mal|degraded
DEMO|démonstration|demonstration
DEMONSTRATION|démonstration|demonstration
DESIGNED|conçu|designed
DONE|faite|done
DOWN|en panne|down
DRIFT_CHECK|contrôle de la dérive|drift check
ECONOMIC|économique|economic
EXPERTISE|perdre son expertise|losing expertise
EXPLAINABILITY|explicabilité|explainability
FAIR|moyenne|fair
FINANCIAL|financier|financial
FUNCTIONS|fonctions|functions
GOOD|bonne|good
HABITS|changer d'habitudes|changing habits
HUMAN|humain|human
INPUTS_CHANGED|les entrées ont changé|inputs changed
INTEGRATION|intégration|integration
INTERFACE|interface|interface
INTERVIEW|entretien|interview
JOB|perdre son emploi|losing the job
LICENCES|licences|licences
LIVE|données vivantes|live
MAINTENANCE|maintenance|maintenance
MAJOR|majeur|major
MANUAL|à la main|by hand
MINOR|mineur|minor
MISSING_SKILLS|compétences absentes|missing skills
MONITORED|relié et surveillé|connected and monitored
MONITORING|surveillance|monitoring
NO|non|no
NONE|non relié|not connected
NOTEBOOK|carnet d'essai|notebook
OBJECTIVES|objectifs personnels|personal objectives
OPEN|ouverte|open
ORGANISATIONAL|d'organisation|organisational
PENDING|attendu|pending
POLITICAL|politique|political
POOR|mauvaise|poor
PROCESS|processus|process
QUALITY|qualité du travail|quality of work
QUALITY_PROCEDURE|procédure de qualité|quality procedure
REAL|données réelles|real data
REFUSED|refus|refused
REPUTATION|la réputation|reputation
RETRAINING|réentraînement|retraining
REVENUE|le chiffre d'affaires|revenue
SCRIPT|script|script
SERVICE|service|service
SERVING|serveurs|serving
SHORTCUT|raccourci|shortcut
SPEED|vitesse|speed
STATIC|données figées|static
STRATEGIC|stratégique|strategic
SUPPORT|accompagnement|support
TECHNICAL|technique|technical
TRAINING|formation|training
UNSURE|pas sûr|unsure
USERS|les utilisateurs|users
WAIVED|dispensé|waived
WORKLOAD|charge de travail|workload
WORKSHOP|atelier|workshop
YES|oui|yes
`;

type Word = Record<Language, string>;

function read(table: string): Map<string, Word> {
  const words = new Map<string, Word>();
  for (const line of table.trim().split("\n")) {
    const [id = "", fr = "", en = ""] = line.split("|");
    words.set(id, { fr, en });
  }
  return words;
}

const WORDS: Record<DossierWord, Map<string, Word>> = { kind: read(KINDS), field: read(FIELDS), value: read(VALUES) };

export function knowsDossierWord(kind: DossierWord, id: string): boolean {
  return WORDS[kind].has(id);
}

// A word that came with a newer server is shown in lower case, without underscores.
export function dossierWord(language: Language, kind: DossierWord, id: string): string {
  return WORDS[kind].get(id)?.[language] ?? id.replace(/_/g, " ").toLowerCase();
}
