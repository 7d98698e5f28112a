# Of which law is a rule? The files nest rules in their law; questions start from the rule.
PREFIX fl: <https://w3id.org/facelex/ns#>

INSERT { GRAPH ?record { ?rule fl:law ?law } }
WHERE { GRAPH ?record { ?law fl:rule ?rule } }
