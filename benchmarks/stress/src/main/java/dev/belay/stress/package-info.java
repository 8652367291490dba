/** What the stress tests share. The tests themselves live in the packages of what they test. */
package dev.belay.stress;
