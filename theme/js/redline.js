// The changes of a redline, from the one that was gone to last.
(function(){
"use strict";
var changes=Array.prototype.slice.call(document.querySelectorAll(".rl[id]")),at=-1;
if(!changes.length)return;
window.clausebookStep=function(by){
  at=Math.max(0,Math.min(changes.length-1,at+by));
  changes[at].focus({preventScroll:true});changes[at].scrollIntoView({block:"center"});
};
})();
