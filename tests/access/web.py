"""The pages of every site: help, legal pages, rules, health."""

from tests.access.doors import Door

ACCESS = {
    "web:reading": Door(visitor=200),
    "web:help": Door(visitor=200),
    "web:accessibility": Door(visitor=200),
    "web:legal_notice": Door(visitor=200),
    "web:personal_data": Door(visitor=200),
    "web:gallery": Door(visitor=404, demo=200),
    "web:rules": Door(visitor=200),
    "web:health": Door(visitor=200),
    "api-1:api-root": Door(visitor=404),
    "api-1:openapi-json": Door(visitor=200),
    "api-1:rules": Door(visitor=200),
}
